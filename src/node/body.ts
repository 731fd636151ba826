import type { Readable } from 'node:stream';

/** A body that can be sent as it is. Streams cannot: one that breaks half way leaves nobody knowing what arrived. */
export function outgoingBody(body: RequestInit['body']): string | Uint8Array | undefined {
  if (body === undefined || body === null) return undefined;
  if (typeof body === 'string' || body instanceof Uint8Array) return body;
  if (body instanceof URLSearchParams) return body.toString();
  throw new TypeError('nodeFetch: a body must be a string, a Uint8Array or URLSearchParams.');
}

/** Runs after each other what reads one stream. */
export interface ByteReader {
  read(): Promise<{ readonly done: boolean; readonly value: Uint8Array | undefined }>;
  cancel(): Promise<void>;
  releaseLock(): void;
}

/**
 * The reading half of a `ReadableStream` of bytes: what is not asked for is not read from the socket, and cancelling
 * closes it. Web streams would do, at several times the cost for each answer.
 */
export class AnswerBody {
  locked = false;
  readonly #stream: Readable;
  readonly #failure: (error: unknown) => unknown;

  /** @param failure what a reader is told instead of the stream's own error. */
  constructor(stream: Readable, failure: (error: unknown) => unknown) {
    this.#stream = stream;
    this.#failure = failure;
    // An error is told to who reads; without a listener it would end the process when nobody does.
    stream.on('error', () => undefined);
  }

  getReader(): ByteReader {
    if (this.locked) throw new TypeError('nodeFetch: the body is being read already.');
    this.locked = true;
    const chunks = this.#stream[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
    return {
      read: async () => {
        try {
          const { done, value } = await chunks.next();
          return done === true ? { done: true, value: undefined } : { done: false, value };
        } catch (error) {
          throw this.#failure(error);
        }
      },
      cancel: () => this.cancel(),
      releaseLock: () => undefined,
    };
  }

  async cancel(): Promise<void> {
    this.#stream.destroy();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    const reader = this.getReader();
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done || value === undefined) return;
        yield value;
      }
    } finally {
      await reader.cancel();
    }
  }
}
