import type { FaultQueue, Faults } from './faults.js';
import type { IncomingRequest } from './request.js';
import type { Timing } from './timing.js';

/** The kinds of fault that a test server knows, as arrangements in its queue. */
export function createFaults(queue: FaultQueue, { sleep }: Pick<Timing, 'sleep'>): Faults {
  return {
    failNext(fault = {}) {
      const { status = 500, headers = {}, body } = fault;
      queue.add(fault, 'request', () => {
        if (body === undefined || typeof body === 'string') {
          return new Response(body ?? null, { status, headers });
        }
        return new Response(JSON.stringify(body), {
          status,
          headers: withContentType(headers, 'application/json'),
        });
      });
    },
    answerNext(fault) {
      const { text, status = 200, headers = {}, after = 'request' } = fault;
      queue.add(fault, after, () => {
        return new Response(text, { status, headers: withContentType(headers, 'text/html; charset=utf-8') });
      });
    },
    redirectNext(fault) {
      const { location, status = 302 } = fault;
      queue.add(fault, 'request', () => new Response(null, { status, headers: { location } }));
    },
    loseNextAnswer(fault = {}) {
      queue.add(fault, 'effect', () => Promise.reject(connectionError('ECONNRESET', 'read ECONNRESET')));
    },
    refuseConnection(fault = {}) {
      queue.add(fault, 'request', ({ url }) => {
        return Promise.reject(connectionError('ECONNREFUSED', `connect ECONNREFUSED ${url.host}`));
      });
    },
    hangNext(fault = {}) {
      queue.add(fault, fault.after ?? 'request', () => new Promise<never>(() => {}));
    },
    endlessBodyNext(fault = {}) {
      const { status = 200, after = 'request' } = fault;
      queue.add(fault, after, (request) => {
        return new Response(endlessBody(request, sleep), {
          status,
          headers: { 'content-type': 'application/json' },
        });
      });
    },
  };
}

function withContentType(headers: Readonly<Record<string, string>>, type: string): Headers {
  const complete = new Headers(headers);
  if (!complete.has('content-type')) complete.set('content-type', type);
  return complete;
}

/** What Node's fetch throws when the connection fails. */
function connectionError(code: string, message: string): TypeError {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(message), { code }) });
}

const CHUNK_BYTES = 64 * 1024;

function endlessBody({ signal }: IncomingRequest, sleep: Timing['sleep']): ReadableStream<Uint8Array> {
  const spaces = new TextEncoder().encode(' '.repeat(CHUNK_BYTES));
  return new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('{'));
      signal?.addEventListener('abort', () => controller.error(signal.reason), { once: true });
    },
    async pull(controller) {
      // A pause lets timers run: without it, a reader that sets no limit would also never time out.
      await sleep(0, signal);
      if (signal?.aborted !== true) controller.enqueue(spaces.slice());
    },
  });
}
