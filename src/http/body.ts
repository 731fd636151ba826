/** No answer of this protocol needs more; what is longer is not read. */
export const MAXIMUM_ANSWER_BYTES = 1024 * 1024;

/** The body as text, of an answer or of a request, or `undefined` if it is longer than `limit` bytes. */
export async function readText(
  response: Pick<Response, 'headers' | 'body'>,
  limit: number,
): Promise<string | undefined> {
  const stated = Number(response.headers.get('content-length'));
  if (stated > limit) {
    void response.body?.cancel().catch(() => undefined);
    return undefined;
  }
  if (response.body === null) return '';
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let size = 0;
  // Most answers come in one piece, and decoding that as a whole is the fastest.
  let last: Uint8Array | undefined;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode(last);
    size += value.byteLength;
    if (size > limit) {
      // Not awaited: a stream that never ends may never finish cancelling either.
      void reader.cancel().catch(() => undefined);
      return undefined;
    }
    if (last !== undefined) text += decoder.decode(last, { stream: true });
    last = value;
  }
}
