import type { IncomingMessage } from 'node:http';
import { pipeline, type Readable, type Transform } from 'node:stream';

/** The body as it was before it was compressed. Nobody asked for that, but some servers and proxies do it all the same. */
export async function decoded(answer: IncomingMessage): Promise<Readable> {
  const encoding = answer.headers['content-encoding']?.trim().toLowerCase();
  if (encoding === undefined || encoding === '' || encoding === 'identity') return answer;
  const decoder = await decoderFor(encoding);
  // What fails on either side ends both, and the reader is told by the side it reads.
  return decoder === undefined ? answer : pipeline(answer, decoder, () => undefined);
}

async function decoderFor(encoding: string): Promise<Transform | undefined> {
  if (!/^(?:x-gzip|gzip|deflate|br)$/.test(encoding)) return undefined;
  const { createBrotliDecompress, createUnzip } = await import('node:zlib');
  return encoding === 'br' ? createBrotliDecompress() : createUnzip();
}
