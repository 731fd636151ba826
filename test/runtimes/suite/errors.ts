import { discoverServer, readClient, registerClient } from 'dcr-client';
import { equal, holds } from '../../../src/testing/expectations.js';
import { failing } from '../../support/failing.js';
import type { Check } from './check.js';
import type { Setting, Via } from './setting.js';

const METADATA = { client_name: 'In vain', redirect_uris: ['https://app.example/cb'] };

/** What can go wrong, and the error that says so. */
export function errorChecks({ servers, runtime }: Setting, { area, options }: Via): Check[] {
  const { issuer, odd, closed } = servers;
  const at = (registration_endpoint: string) => ({ issuer: odd, registration_endpoint });
  const fails = (path: string, more: object = {}) =>
    failing(registerClient(at(`${odd}/${path}`), METADATA, { ...options, ...more }));
  const checks: [string, () => Promise<void>][] = [
    [
      'a refusal of the metadata has its code, the status, and the words of the server',
      async () => {
        const metadata = { ...METADATA, grant_types: ['urn:example:unknown'], response_types: [] } as const;
        const error = await failing(registerClient(await discoverServer(issuer, options), metadata, options));
        equal([error.code, error.status, error.error], ['rejected', 400, 'invalid_client_metadata']);
        holds((error.error_description ?? '').length > 0, 'expected an error_description');
      },
    ],
    [
      'a refused token has its code',
      async () => {
        const registration = {
          registration_client_uri: `${issuer}/reg/nobody`,
          registration_access_token: 'wrong-token',
        };
        const error = await failing(readClient(registration, options));
        equal([error.code, error.status, error.error], ['token-refused', 401, 'invalid_token']);
        holds(!error.message.includes('wrong-token'), 'expected the message to be without the token');
      },
    ],
    [
      'a connection that is refused was certainly not acted upon, where the runtime says so',
      async () => {
        const error = await failing(registerClient(at(`${closed}/reg`), METADATA, options));
        equal([error.code, error.notProcessed], ['network', runtime.saysRefused ? true : undefined]);
      },
    ],
    [
      'a connection that breaks before the answer may have been acted upon',
      async () => {
        const error = await fails('cut');
        equal([error.code, error.notProcessed], ['network', undefined]);
      },
    ],
    [
      'an answer that breaks off is no answer',
      async () => {
        const error = await fails('half');
        equal([error.code, error.notProcessed], ['network', undefined]);
      },
    ],
    [
      'an answer that says it is too large is not read',
      async () => equal((await fails('large')).code, 'response-too-large'),
    ],
    [
      'an answer without an end is left',
      async () => equal((await fails('endless')).code, 'response-too-large'),
    ],
    [
      'an answer that is small only while packed is left, too',
      async () => equal((await fails('packed')).code, 'response-too-large'),
    ],
    [
      'a server that does not answer ends at the limit',
      async () => equal((await fails('silent', { timeoutMs: 300 })).code, 'timeout'),
    ],
    [
      'an answer that never ends, and never grows, ends at the limit',
      async () => equal((await fails('stuck', { timeoutMs: 300 })).code, 'timeout'),
    ],
    [
      'who aborts gets the own reason back, at once',
      async () => {
        const controller = new AbortController();
        const reason = new Error('enough');
        setTimeout(() => controller.abort(reason), 100);
        const { signal } = controller;
        const call = registerClient(at(`${odd}/silent`), METADATA, { ...options, signal });
        holds((await call.catch((error: unknown) => error)) === reason, 'expected the reason itself');
      },
    ],
    [
      'a web page instead of an answer is told from JSON',
      async () => equal((await fails('html')).code, 'html'),
    ],
    [
      'how long the server asks to wait is understood',
      async () => {
        const error = await fails('limited');
        equal([error.code, error.status, error.retryAfterMs], ['rate-limited', 429, 7000]);
      },
    ],
    [
      'metadata is not sent on to another origin',
      async () => equal((await fails('elsewhere')).code, 'redirect-refused'),
    ],
    [
      'a redirect inside the origin is followed, where it can be seen',
      async () => {
        if (runtime.isBrowser) return equal((await fails('nearby')).code, 'redirect-refused');
        const { client_id } = await registerClient(at(`${odd}/nearby`), METADATA, options);
        equal(client_id, 'arrived');
      },
    ],
    [
      'discovery follows a redirect',
      async () => equal((await discoverServer(`${odd}/moved`, options)).issuer, `${odd}/moved`),
    ],
  ];
  return checks.map(([name, run]) => ({ area, name, run }));
}
