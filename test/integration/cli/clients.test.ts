import { rmSync, writeFileSync } from 'node:fs';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTestServer, createWso2TestServer } from 'dcr-client/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import { temporaryDirectory } from '../../interop/temporary-directory.js';
import { dcr, type RunOptions } from './run.js';
import { serveOnLoopback } from './serve.js';

const one = (client_name: string) => ({ client_name, grant_types: ['client_credentials'] });

/** A server with many clients, and an operator's machine. */
async function operator(options: Parameters<typeof createTestServer>[0] = {}) {
  const { server, origin, close } = await serveOnLoopback((issuer) =>
    createTestServer({ ...options, issuer }),
  );
  onTestFinished(close);
  const home = await temporaryDirectory();
  const run = (args: readonly string[], more: RunOptions = {}) =>
    dcr(args, { cwd: home, ...more, env: { HOME: home, DCR_ISSUER: origin, ...more.env } });
  const clients = async (value: unknown) => {
    await writeFile(join(home, 'clients.json'), JSON.stringify(value));
    return 'clients.json';
  };
  const living = () => server.clients().filter(({ deletedAt }) => deletedAt === undefined);
  return { server, home, run, clients, living };
}

describe('plan and apply', () => {
  test('make the clients what a file says, by either shape, and then have nothing to do', async () => {
    const { run, clients, living } = await operator();
    const file = await clients({ a: one('A'), b: one('B') });
    expect((await run(['plan', file, '--check'])).code).toBe(3);
    expect(living()).toEqual([]);
    const made = await run(['apply', file, '--json']);
    expect([made.code, JSON.parse(made.stdout)]).toMatchObject([0, { created: 2, open: [] }]);
    expect(
      made.stderr
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).progress.outcome),
    ).toEqual(['done', 'done']);
    expect((await run(['plan', file, '--check'])).code).toBe(0);
    const changed = await run(['plan', await clients([{ name: 'a', metadata: one('A2') }]), '--prune']);
    expect(changed.stdout).toBe(
      '~  update  a  client_name changed\n      client_name: A -> A2\n-  delete  b  it is not desired any more\n1 to update, 1 to delete.\n',
    );
    const applied = await run(['apply', file, '--prune', '--yes', '--concurrency', '1']);
    expect([applied.code, applied.stdout]).toEqual([0, '1 updated, 1 deleted.\n']);
    expect(applied.stderr).toBe('1/2 done update a\n2/2 done delete b\n');
    expect(living().map(({ metadata }) => metadata.client_name)).toEqual(['A2']);
  });

  test('delete nothing that nobody agreed to', async () => {
    const { run, clients, living } = await operator();
    await run(['apply', await clients({ a: one('A') })]);
    const { code, stderr } = await run(['apply', await clients({}), '--prune']);
    expect(code).toBe(2);
    expect(stderr).toContain('1 of 1 clients would be deleted or replaced (a)');
    expect(living()).toHaveLength(1);
  });

  test('end with 5 and say what is left to do', async () => {
    const { run, clients, server } = await operator();
    server.failNext({ method: 'POST', status: 400 });
    const { code, stdout } = await run(['apply', await clients({ a: one('A'), b: one('B') })]);
    expect([code, stdout]).toEqual([
      5,
      expect.stringMatching(/^failed +create +\w+ .*\n1 created, 1 left to do\.\n$/s),
    ]);
  });

  test('Ctrl-C begins nothing new, finishes what has left, and says what was not done', async () => {
    const { run, clients, living } = await operator({ latencyMs: 100 });
    const file = await clients(
      Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`c${index}`, one(`C${index}`)])),
    );
    const args = ['apply', file, '--json', '--concurrency', '2'];
    const { code, stdout } = await run(args, { interruptAt: /"finished":3,/ });
    const report = JSON.parse(stdout);
    expect(code).toBe(130);
    expect(report.created + report.open.length).toBe(40);
    expect(report.open.every(({ outcome }: { outcome: string }) => outcome === 'not-done')).toBe(true);
    expect(living()).toHaveLength(report.created);
    const again = await run(['apply', file]);
    expect([again.code, living().length]).toEqual([0, 40]);
  });

  test('Ctrl-C while one client is registered ends at once for the user, and what has left is saved', async () => {
    let arrived = () => {};
    const interruptWhen = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    let requests = 0;
    const latencyMs = () => {
      requests += 1;
      // Discovery, then the registration.
      if (requests === 2) arrived();
      return 300;
    };
    const { run, living } = await operator({ latencyMs });
    const args = ['register', '--set', 'client_name=A', '--set', 'grant_types=["client_credentials"]'];
    const { code, stdout, stderr } = await run(args, { interruptWhen });
    expect([code, stdout, stderr]).toEqual([130, '', expect.stringContaining('Interrupted')]);
    const shown = JSON.parse((await run(['show', '--json'])).stdout);
    expect(living().map(({ client_id }) => client_id)).toEqual([shown.client.client_id]);
  });

  test.each([
    ['register', ['register', '--set', 'client_name=A', '--set', 'grant_types=["client_credentials"]'], 1],
    ['apply', ['apply', 'clients.json'], 5],
  ] as const)('what the store does not take in a %s is kept in a file', async (_, args, expected) => {
    let requests = 0;
    let store = '';
    const latencyMs = () => {
      requests += 1;
      // The registration has arrived: the store breaks before its answer does.
      if (requests === 2) {
        rmSync(store, { recursive: true });
        writeFileSync(store, '');
      }
      return 0;
    };
    const { home, run, clients, living } = await operator({ latencyMs });
    store = join(home, 'store');
    await clients({ a: one('A') });
    const { code, stdout, stderr } = await run(args, { env: { DCR_STORE: store } });
    expect([code, stdout + stderr]).toEqual([expected, expect.stringContaining('registration-not-saved')]);
    const [file = ''] = (await readdir(home)).filter((name) => name.startsWith('dcr-unsaved-'));
    expect((await stat(join(home, file))).mode & 0o777).toBe(0o600);
    const record = JSON.parse(await readFile(join(home, file), 'utf8'));
    expect(living().map(({ client_id }) => client_id)).toEqual([record.information.client_id]);
    expect(stdout + stderr).not.toContain(record.information.client_secret);
    rmSync(store);
    const name = args[0] === 'apply' ? 'a' : 'default';
    const env = { DCR_STORE: store };
    expect((await run(['adopt', file, '--name', name], { env })).code).toBe(0);
    const again = await run(args, { env });
    expect([again.code, living().length]).toEqual([0, 1]);
  });

  test.each([
    ['no list', 7, /a list of/],
    ['an entry without metadata', [{ name: 'a' }], /Client 0/],
    [
      'two clients of one name',
      [
        { name: 'a', metadata: {} },
        { name: 'a', metadata: {} },
      ],
      /two clients are named "a"/,
    ],
  ])('%s is refused', async (_, value, message) => {
    const { run, clients } = await operator();
    const { code, stderr } = await run(['plan', await clients(value)]);
    expect([code, stderr]).toEqual([2, expect.stringMatching(message)]);
  });

  test('credentials in metadata are masked in a plan', async () => {
    const { run, clients } = await operator();
    const file = await clients({ a: { ...one('A'), ext_param_client_secret: 'planted-secret' } });
    const words = await run(['plan', file]);
    const json = await run(['plan', file, '--json']);
    expect(words.stdout + json.stdout + words.stderr + json.stderr).not.toContain('planted');
    expect((await run(['plan', file, '--json', '--show-secrets'])).stdout).toContain('planted-secret');
  });
});

const ORGANIZATION = '10084a8d-113f-4211-a0d5-efe36b082211';

describe('WSO2', () => {
  const application = { client_id: 'managementApplication', client_secret: 'plantedSecret' };
  async function wso2() {
    const { server, origin, close } = await serveOnLoopback((baseUrl) =>
      createWso2TestServer({
        baseUrl,
        application,
        tenants: { 'wso2.com': { organizations: [ORGANIZATION] } },
      }),
    );
    onTestFinished(close);
    const home = await temporaryDirectory();
    const run = (args: readonly string[], env: Readonly<Record<string, string>>) =>
      dcr([...args, '--profile', 'wso2', '--base-url', origin], { cwd: home, env: { HOME: home, ...env } });
    const file = async (value: unknown) => {
      const path = join(home, `${globalThis.crypto.randomUUID()}.json`);
      await writeFile(path, JSON.stringify(value));
      return path;
    };
    return { server, run, file };
  }
  const metadata = [
    '--set',
    'client_name=portal',
    '--set',
    'redirect_uris=["https://portal.example.com/cb"]',
    '--set',
    'grant_types=["authorization_code"]',
  ];

  test.each([
    ['a password', { DCR_WSO2_USERNAME: 'admin', DCR_WSO2_PASSWORD: 'admin' }],
    [
      'an application',
      { DCR_WSO2_CLIENT_ID: application.client_id, DCR_WSO2_CLIENT_SECRET: application.client_secret },
    ],
  ])('one client lives by the credential of %s', async (_, env) => {
    const { run } = await wso2();
    for (const args of [
      ['register', ...metadata],
      ['show', '--fresh'],
      ['update', '--set', 'client_name=portal2'],
      ['delete'],
    ]) {
      const { code, stderr, stdout } = await run(args, env);
      expect([args[0], code, code === 0 ? '' : stderr]).toEqual([args[0], 0, '']);
      expect(stdout + stderr).not.toContain('plantedSecret');
    }
  });

  test.each([
    ['a tenant', ['--tenant', 'wso2.com'], '/t/wso2.com/api/'],
    [
      'an organisation',
      ['--tenant', 'wso2.com', '--organization', ORGANIZATION],
      `/t/wso2.com/o/${ORGANIZATION}/api/`,
    ],
  ])('one client and many live in %s', async (_, place, path) => {
    const { run, server, file } = await wso2();
    const env = {
      DCR_WSO2_CLIENT_ID: application.client_id,
      DCR_WSO2_CLIENT_SECRET: application.client_secret,
    };
    const list = await file({ batch: one('batch') });
    for (const args of [
      ['register', ...metadata],
      ['show', '--fresh'],
      ['delete'],
      ['apply', list],
      ['plan', list, '--check'],
      ['apply', await file({}), '--prune', '--yes'],
    ]) {
      const { code, stderr, stdout } = await run([...args, ...place], env);
      expect([args[0], code, code === 0 ? '' : stderr]).toEqual([args[0], 0, '']);
      expect(stdout + stderr).not.toContain('plantedSecret');
    }
    const asked = server.requests().map(({ url }) => new URL(url).pathname);
    const clients = asked.filter((pathname) => pathname.includes('/dcr/'));
    expect(clients.length).toBeGreaterThan(4);
    expect(clients.filter((pathname) => !pathname.startsWith(path))).toEqual([]);
  });

  test('an administrator may give the whole header instead, to every command', async () => {
    const { run, server, file } = await wso2();
    const env = { DCR_AUTHORIZATION: `Basic ${btoa('admin:admin')}` };
    const list = await file({ batch: one('batch') });
    for (const args of [
      ['doctor', '--probe'],
      ['register', ...metadata],
      ['show', '--fresh'],
      ['update', '--set', 'client_name=portal2'],
      ['delete'],
      ['apply', list],
      ['adopt', '--name', 'batch'],
      ['apply', await file({}), '--prune', '--yes'],
    ]) {
      const { code, stderr } = await run(args, env);
      expect([args[0], code, code === 0 ? '' : stderr]).toEqual([args[0], 0, '']);
    }
    expect(server.clients().filter(({ deletedAt }) => deletedAt === undefined)).toEqual([]);
  });

  test.each([
    ['a header without a scheme', { DCR_AUTHORIZATION: 'planted' }, /whole header/],
    [
      'a header beside another credential',
      { DCR_AUTHORIZATION: 'Bearer planted', DCR_ACCESS_TOKEN: 'other' },
      /both set/,
    ],
  ])('%s is refused before anything is sent', async (_, env, message) => {
    const { run, server } = await wso2();
    const { code, stderr } = await run(['register', ...metadata], env);
    expect([code, stderr]).toEqual([2, expect.stringMatching(message)]);
    expect(stderr).not.toContain('planted');
    expect(server.requests()).toEqual([]);
  });

  test('a client is taken over by its name', async () => {
    const { run } = await wso2();
    const env = { DCR_WSO2_USERNAME: 'admin', DCR_WSO2_PASSWORD: 'admin' };
    await run(['register', ...metadata, '--name', 'made-elsewhere'], env);
    const taken = await run(['adopt', '--name', 'portal'], env);
    expect([taken.code, taken.stdout]).toEqual([0, expect.stringContaining('as portal.')]);
    const nobody = await run(['adopt', '--name', 'nobody'], env);
    expect([nobody.code, nobody.stderr]).toEqual([4, expect.stringContaining('no client called "nobody"')]);
  });

  test('half a credential is refused before anything is sent', async () => {
    const { run, server } = await wso2();
    const { code, stderr } = await run(['register', ...metadata], { DCR_WSO2_USERNAME: 'admin' });
    expect([code, stderr]).toEqual([2, expect.stringContaining('DCR_WSO2_PASSWORD is not set')]);
    expect(server.requests()).toEqual([]);
  });
});
