import { describe, expect, test } from 'vitest';
import { requestContext } from '../../src/http/context.js';
import { operation } from '../../src/http/operation.js';
import type { FetchLike, RequestOptions } from '../../src/http/options.js';
import { type SendRules, send } from '../../src/http/send.js';
import { DcrError } from '../../src/protocol/errors.js';
import { failing } from '../support/failing.js';

const URL_ = 'https://as.example/register?x=1';
const GET = {
  operation: operation('get', '/register/{client_id}', {}),
  headers: { authorization: 'Bearer secret-token' },
};
const credentialed: SendRules = {
  redirects: 'credentialed',
  attempted: 'register a client',
  secrets: ['secret-token'],
};
const discovery: SendRules = { redirects: 'discovery', attempted: 'discover the server' };

function sending(fetch: FetchLike, rules = credentialed, options: RequestOptions = {}) {
  return send(URL_, GET, requestContext({ fetch, ...options }, { where: 'test' }), rules);
}

/** Answers one after another, and remembers what was asked. */
function server(...answers: (() => Response | Promise<Response>)[]) {
  const asked: { url: string; init: RequestInit }[] = [];
  const fetch: FetchLike = async (url, init) => {
    asked.push({ url, init });
    const answer = answers[Math.min(asked.length, answers.length) - 1];
    return answer === undefined ? new Response(null, { status: 404 }) : answer();
  };
  return { asked, fetch };
}

const redirect = (status: number, location: string) => () =>
  new Response(null, { status, headers: { location } });

describe('send', () => {
  test('calls fetch with a text address and a plain init, without cookies and without following redirects', async () => {
    const { asked, fetch } = server(() => new Response('{}'));
    await sending(fetch);
    expect(asked[0]?.url).toBe(URL_);
    expect(asked[0]?.init).toMatchObject({
      method: 'GET',
      redirect: 'manual',
      credentials: 'omit',
      headers: { authorization: 'Bearer secret-token' },
    });
  });

  test.each([301, 302, 303])(
    'a credential is not sent on by %i, not even inside the origin',
    async (status) => {
      const { asked, fetch } = server(redirect(status, '/elsewhere'));
      expect(await failing(sending(fetch))).toMatchObject({ code: 'redirect-refused', status });
      expect(asked).toHaveLength(1);
    },
  );

  test.each([307, 308])('a %i inside the origin is followed with the same request', async (status) => {
    const { asked, fetch } = server(
      redirect(status, '/v2/register'),
      () => new Response('ok', { status: 201 }),
    );
    expect(await sending(fetch)).toMatchObject({ status: 201, text: 'ok' });
    expect(asked.map(({ url }) => url)).toEqual([URL_, 'https://as.example/v2/register']);
  });

  test('a 307 to another origin is refused, and the message names where it points', async () => {
    const { asked, fetch } = server(redirect(307, 'https://evil.example/register'));
    const error = await failing(sending(fetch));
    expect(error).toMatchObject({ code: 'redirect-refused', status: 307 });
    expect(error.message).toContain('https://evil.example/register');
    expect(asked).toHaveLength(1);
  });

  test('discovery follows three redirects to https and no more', async () => {
    const three = server(
      redirect(302, 'https://b.example/1'),
      redirect(301, '/2'),
      redirect(307, '/3'),
      () => new Response('{}'),
    );
    expect(await sending(three.fetch, discovery)).toMatchObject({ status: 200 });
    const endless = server(redirect(302, '/again'));
    expect(await failing(sending(endless.fetch, discovery))).toMatchObject({ code: 'redirect-refused' });
    expect(endless.asked).toHaveLength(4);
  });

  test('discovery does not follow a redirect to plain http', async () => {
    const { asked, fetch } = server(redirect(302, 'http://as.example/'));
    expect(await failing(sending(fetch, discovery))).toMatchObject({ code: 'insecure-url' });
    expect(asked).toHaveLength(1);
  });

  test('every hop of discovery passes the policy', async () => {
    const { fetch } = server(redirect(302, 'https://10.0.0.1/'));
    const error = await failing(sending(fetch, discovery, { urlPolicy: 'no-private-networks' }));
    expect(error.code).toBe('url-refused');
  });

  test('a redirect that a browser hides is refused for credentials, and left to the browser for discovery', async () => {
    const hidden = () => {
      const response = new Response(null);
      Object.defineProperty(response, 'type', { value: 'opaqueredirect' });
      Object.defineProperty(response, 'status', { value: 0 });
      return response;
    };
    expect(await failing(sending(server(hidden).fetch))).toMatchObject({ code: 'redirect-refused' });
    const followed = server(hidden, () => new Response('{}'));
    expect(await sending(followed.fetch, discovery)).toMatchObject({ text: '{}' });
    expect(followed.asked[1]?.init.redirect).toBe('follow');
  });

  test('plain http is refused before anything is sent', async () => {
    const { asked, fetch } = server(() => new Response('{}'));
    const context = requestContext({ fetch }, { where: 'test' });
    expect(await failing(send('http://as.example/register', GET, context, credentialed))).toMatchObject({
      code: 'insecure-url',
    });
    expect(await failing(send('http://127.0.0.1/register', GET, context, credentialed))).toMatchObject({
      code: 'insecure-url',
    });
    expect(asked).toHaveLength(0);
  });

  test('plain http to loopback is allowed where the caller named a loopback http address', async () => {
    const { fetch } = server(() => new Response('{}'));
    const context = requestContext({ fetch }, { where: 'test', target: 'http://localhost:3000' });
    expect(await send('http://127.0.0.1:3000/register', GET, context, credentialed)).toMatchObject({
      status: 200,
    });
  });

  test('an answer of more than 1 MiB is not read, whether it says so or not', async () => {
    const big = 'x'.repeat(1024 * 1024 + 1);
    expect(await failing(sending(server(() => new Response(big)).fetch))).toMatchObject({
      code: 'response-too-large',
      status: 200,
    });
    const honest = () => new Response('short', { headers: { 'content-length': '2000000' } });
    expect(await failing(sending(server(honest).fetch))).toMatchObject({ code: 'response-too-large' });
  });

  test('an endless answer ends at the limit', async () => {
    const endless = () =>
      new Response(new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(65_536)) }));
    expect(await failing(sending(server(endless).fetch))).toMatchObject({ code: 'response-too-large' });
  });

  test('a fetch that ignores its signal still ends at the time limit', async () => {
    const error = await failing(sending(() => new Promise(() => {}), credentialed, { timeoutMs: 5 }));
    expect(error).toMatchObject({ code: 'timeout', endpoint: 'https://as.example/register' });
    expect(error.message).toContain('within 5 ms');
  });

  test('an answer that never ends slowly still ends at the time limit', async () => {
    const stalled = () => new Response(new ReadableStream({}));
    expect(await failing(sending(server(stalled).fetch, credentialed, { timeoutMs: 5 }))).toMatchObject({
      code: 'timeout',
    });
  });

  test('the caller gets the reason of their own signal', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const call = sending(() => new Promise(() => controller.abort(reason)), credentialed, {
      signal: controller.signal,
    });
    await expect(call).rejects.toBe(reason);
  });

  test('a signal aborted before stops before the request', async () => {
    const { asked, fetch } = server(() => new Response('{}'));
    await expect(sending(fetch, credentialed, { signal: AbortSignal.abort('gone') })).rejects.toBe('gone');
    expect(asked).toHaveLength(0);
  });

  test.each([
    ['ENOTFOUND', 'could not be resolved', true],
    ['ECONNREFUSED', 'nothing accepts connections', true],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'certificate', true],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'certificate', true],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'does not speak TLS', undefined],
    ['ECONNRESET', 'the connection broke', undefined],
    // Bun 1.2, of a port without a listener and of a name that is none.
    ['ConnectionRefused', 'cannot be reached', true],
  ])(
    'a failure with code %s is explained and says whether it may be repeated',
    async (code, words, notProcessed) => {
      const failed = Object.assign(new TypeError('fetch failed'), {
        cause: Object.assign(new Error('x'), { code }),
      });
      const error = await failing(sending(() => Promise.reject(failed)));
      expect(error.code).toBe('network');
      expect(error.message).toContain(words);
      expect(error.notProcessed).toBe(notProcessed);
    },
  );

  // As Deno 2.9 and 2.1 word them.
  test.each([
    ['dns error: failed to lookup address information: Name or service not known', 'could not be resolved'],
    ['tcp connect error: Connection refused (os error 111)', 'nothing accepts connections'],
    ['invalid peer certificate: UnknownIssuer', 'certificate'],
    ['tcp connect error: Network is unreachable (os error 101)', 'cannot be reached'],
  ])('a failure that Deno describes by "%s" is explained, and may be repeated', async (reason, words) => {
    const cause = new Error(
      `error sending request for url (https://as.example/): client error (Connect): ${reason}`,
    );
    for (const failed of [new TypeError('fetch failed', { cause }), new TypeError(cause.message)]) {
      const error = await failing(sending(() => Promise.reject(failed)));
      expect(error).toMatchObject({ code: 'network', notProcessed: true });
      expect(error.message).toContain(words);
      expect(error.message).toContain(reason);
    }
  });

  test('what breaks in Deno once the request is under way may not be repeated', async () => {
    const said =
      'error sending request for url (https://as.example/): client error (SendRequest): connection closed before message completed';
    const error = await failing(sending(() => Promise.reject(new TypeError(said))));
    expect(error.code).toBe('network');
    expect(error.notProcessed).toBeUndefined();
  });

  test('what a browser or Node says of a port it does not ask is passed on', async () => {
    const failed = new TypeError('fetch failed', { cause: new Error('bad port') });
    expect((await failing(sending(() => Promise.reject(failed)))).message).toContain('bad port');
  });

  test('a failure without a code says that nothing more is known', async () => {
    const error = await failing(sending(() => Promise.reject(new TypeError('Failed to fetch'))));
    expect(error.message).toMatch(/without a reason given.*Failed to fetch.*unknown/);
  });

  test('a DcrError that a fetch throws passes as it is', async () => {
    const ours = new DcrError('credential-failed', 'no');
    expect(await failing(sending(() => Promise.reject(ours)))).toBe(ours);
  });

  test('what a foreign fetch puts into its errors does not pass on', async () => {
    const leaky = Object.assign(new Error('failed with Bearer secret-token'), {
      code: 'ECONNRESET',
      config: { headers: { authorization: 'Bearer secret-token' } },
    });
    const error = await failing(sending(() => Promise.reject(leaky)));
    const { inspect } = await import('node:util');
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain('secret-token');
  });
});

describe('request options', () => {
  test('a misspelt option is refused with the nearest name', () => {
    // @ts-expect-error the misspelling is the point
    expect(() => requestContext({ timeoutMS: 5 }, { where: 'readClient' })).toThrow(
      'readClient: there is no option "timeoutMS". Did you mean timeoutMs?',
    );
  });

  test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('timeoutMs %s is refused', (timeoutMs) => {
    expect(() => requestContext({ timeoutMs }, { where: 'readClient' })).toThrow('timeoutMs must be');
  });

  test('an authorization header would go everywhere and is refused', () => {
    expect(() => requestContext({ headers: { Authorization: 'Bearer x' } }, { where: 'readClient' })).toThrow(
      'initialAccessToken',
    );
  });

  test('the global fetch is looked up at each call', async () => {
    const context = requestContext(undefined, { where: 'test' });
    const before = globalThis.fetch;
    try {
      globalThis.fetch = async () => new Response('late');
      expect(await (await context.fetch('https://as.example', {})).text()).toBe('late');
    } finally {
      globalThis.fetch = before;
    }
  });
});
