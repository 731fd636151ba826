import { describe, expect, test } from 'vitest';
import { registerClient } from '../../src/index.js';
import { failing } from '../support/failing.js';

const server = { issuer: 'https://as.example', registration_endpoint: 'https://as.example/register' };
const metadata = { redirect_uris: ['https://app.example/cb'] };

/** A function that never gives its token, and what became of the signal that it was called with. */
function hanging() {
  const signals: (AbortSignal | undefined)[] = [];
  const initialAccessToken = ({ signal }: { readonly signal?: AbortSignal | undefined }) => {
    signals.push(signal);
    return new Promise<string>(() => undefined);
  };
  return { initialAccessToken, isTold: () => signals.map((signal) => signal?.aborted) };
}

const fetch = () => Promise.reject(new Error('was sent'));

describe('an initialAccessToken function that gives nothing', () => {
  test('ends with the limit of a request, and the error names it', async () => {
    const { initialAccessToken, isTold } = hanging();
    const error = await failing(
      registerClient(server, metadata, { initialAccessToken, fetch, timeoutMs: 20 }),
    );
    expect(error).toMatchObject({ code: 'initial-access-token-failed' });
    expect(error.message).toMatch(/initialAccessToken function gave nothing within 20 ms/);
    expect(isTold()).toEqual([true]);
  });

  test('ends with the signal of the caller, and its reason', async () => {
    const { initialAccessToken, isTold } = hanging();
    const stop = new AbortController();
    const call = registerClient(server, metadata, { initialAccessToken, fetch, signal: stop.signal });
    const reason = new Error('enough');
    setImmediate(() => stop.abort(reason));
    await expect(call).rejects.toBe(reason);
    expect(isTold()).toEqual([true]);
  });
});
