import { readFile } from 'node:fs/promises';
import { registerClient as registerWithMcp } from '@modelcontextprotocol/sdk/client/auth.js';
import { type FetchLike, registerClient } from 'dcr-client';
import * as oauth from 'oauth4webapi';
import { customFetch, dynamicClientRegistration } from 'openid-client';
import { describe, expect, test } from 'vitest';

const issuer = 'https://as.example.com';
const server = {
  issuer,
  registration_endpoint: `${issuer}/register`,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  response_types_supported: ['code'],
};
const metadata = { client_name: 'App', redirect_uris: ['https://app.example.com/cb'] };
const answered = {
  client_id: 'c1',
  client_secret: 's1',
  client_secret_expires_at: 0,
  registration_client_uri: `${issuer}/register/c1`,
  registration_access_token: 't1',
  of_the_server: true,
  ...metadata,
};

interface Answer {
  readonly status?: number;
  readonly changed?: Readonly<Record<string, unknown>>;
}

/** Each row of the page, as an answer. A member that is undefined is left out. */
const ANSWERS: Record<string, Answer> = {
  'as in RFC 7591': {},
  'status 200 instead of 201': { status: 200 },
  'a secret without `client_secret_expires_at`': { changed: { client_secret_expires_at: undefined } },
  '`client_secret_expires_at` as a text': { changed: { client_secret_expires_at: '0' } },
  '`client_secret` that is empty, for a public client': {
    changed: { client_secret: '', token_endpoint_auth_method: 'none' },
  },
  '`client_id` that is a number': { changed: { client_id: 17 } },
  '`logo_uri` that is null': { changed: { logo_uri: null } },
  '`client_uri` that is empty': { changed: { client_uri: '' } },
  'no `redirect_uris`': { changed: { redirect_uris: undefined } },
};

const serverThatAnswers =
  ({ status = 201, changed }: Answer) =>
  async (url: string | URL): Promise<Response> =>
    String(url).includes('/.well-known/')
      ? Response.json(server)
      : Response.json({ ...answered, ...changed }, { status });

type Fetch = ReturnType<typeof serverThatAnswers>;

/** One registration by each library, in the order of the columns. */
const LIBRARIES: readonly ((fetch: Fetch) => Promise<object>)[] = [
  (fetch) => registerClient(server, metadata, { fetch: fetch as FetchLike }),
  async (fetch) => {
    const options = { [customFetch]: fetch };
    return (await dynamicClientRegistration(new URL(issuer), metadata, undefined, options)).clientMetadata();
  },
  async (fetch) => {
    const options = { [oauth.customFetch]: fetch };
    const response = await oauth.dynamicClientRegistrationRequest(server, metadata, options);
    return oauth.processDynamicClientRegistrationResponse(response);
  },
  (fetch) => registerWithMcp(issuer, { metadata: server, clientMetadata: metadata, fetchFn: fetch }),
];

/** The cells of each row of the page. */
const page = await readFile(new URL('../../docs/guides/migrating.md', import.meta.url), 'utf8');
const rowsOf = (cell: string) =>
  [...page.matchAll(new RegExp(`^\\| ([^|]+) \\| ((?:(?:${cell})(?: \\| )?){4}) \\|$`, 'gm'))].map(
    ([, name = '', cells = '']) => [name, cells.split(' | ')] as const,
  );

const installed = async (name: string): Promise<string> =>
  JSON.parse(await readFile(new URL(`../../node_modules/${name}/package.json`, import.meta.url), 'utf8'))
    .version;

describe('docs/guides/migrating.md says which library takes which answer', () => {
  test('in the versions that are tried here', async () => {
    const versions = await Promise.all(
      ['openid-client', 'oauth4webapi', '@modelcontextprotocol/sdk'].map(installed),
    );
    const [, oidc, oauth4webapi, mcp] =
      /^\| answer \| dcr-client \| openid-client (\S+) \| oauth4webapi (\S+) \| MCP SDK (\S+) \|$/m.exec(
        page,
      ) ?? [];
    expect([oidc, oauth4webapi, mcp]).toEqual(versions.map((version) => version.split('.', 2).join('.')));
  });

  test('in a row for each answer that is tried here', () => {
    expect(rowsOf('taken|refused').map(([name]) => name)).toEqual(Object.keys(ANSWERS));
  });

  test.each(rowsOf('taken|refused'))('%s', async (name, cells) => {
    const fetch = serverThatAnswers(ANSWERS[name] ?? {});
    const outcomes = LIBRARIES.map((register) =>
      register(fetch).then(
        () => 'taken',
        () => 'refused',
      ),
    );
    expect(await Promise.all(outcomes)).toEqual(cells);
  });

  test.each([
    ['its registration access token is passed on', 'registration_access_token'],
    ['members that the library does not know are passed on', 'of_the_server'],
  ])('%s', async (name, member) => {
    const clients = await Promise.all(LIBRARIES.map((register) => register(serverThatAnswers({}))));
    const cells = clients.map((client) => (member in client ? 'yes' : 'no'));
    expect(Object.fromEntries(rowsOf('yes|no'))[name]).toEqual(cells);
  });
});
