import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OidcProvider, startOidcProvider } from '../../interop/servers/oidc-provider.js';
import { temporaryDirectory } from '../../interop/temporary-directory.js';
import { dcr, type RunOptions } from './run.js';

let provider: OidcProvider;
beforeAll(async () => {
  provider = await startOidcProvider({ initialAccessToken: 'initial-planted-secret' });
});
afterAll(() => provider.close());

const BATCH = {
  client_name: 'Batch',
  grant_types: ['client_credentials'],
  response_types: [],
  redirect_uris: [],
};

/** A user's machine: a store of its own, and the server in the environment. */
async function machine() {
  const home = await temporaryDirectory();
  const env = {
    HOME: home,
    DCR_ISSUER: provider.issuer,
    DCR_INITIAL_ACCESS_TOKEN: 'initial-planted-secret',
  };
  const run = (args: readonly string[], options: RunOptions = {}) =>
    dcr(args, { cwd: home, ...options, env: { ...env, ...options.env } });
  const file = async (name: string, value: unknown) => {
    await writeFile(join(home, name), typeof value === 'string' ? value : JSON.stringify(value));
    return name;
  };
  /** What is really stored, to look for it where it must not be. */
  const secrets = async () => {
    const { stdout } = await run(['show', '--json', '--show-secrets']);
    const { client } = JSON.parse(stdout);
    return [client.client_secret, client.registration_access_token] as const;
  };
  return { home, run, file, secrets };
}

describe('one registration', () => {
  test('is discovered, registered, shown, changed, renewed and deleted, and no secret is printed', async () => {
    const { home, run, file, secrets } = await machine();
    const outputs: string[] = [];
    const done = async (args: readonly string[], options?: RunOptions) => {
      const { code, stdout, stderr } = await run(args, options);
      outputs.push(stdout, stderr);
      expect([args[0], code, stderr]).toEqual([args[0], 0, '']);
      return stdout;
    };
    expect(await done(['discover'])).toContain(`${provider.issuer}/reg`);
    expect(await done(['register', await file('batch.json', BATCH)])).toMatch(/^Registered \S+\.\n/);
    const first = await secrets();
    expect(await done(['register', 'batch.json'])).toContain('is registered already');
    expect((await stat(join(home, '.local/share/dcr-client'))).mode & 0o777).toBe(0o700);
    expect(await done(['show'])).toMatch(/client_name +Batch/);
    expect(await done(['show', '--fresh'])).toMatch(/manageable +true/);
    expect(await done(['update', '--set', 'client_name=Batch 2'])).toMatch(/client_name +Batch 2/);
    expect(
      await done(['update', '-'], { stdin: JSON.stringify({ ...BATCH, client_uri: 'https://a.example' }) }),
    ).toMatch(/client_uri +https:\/\/a\.example/);
    expect(await done(['update', '--unset', 'client_uri', '--fresh'])).not.toMatch(/client_uri +https/);
    expect(await done(['renew'])).toMatch(/registration access token +renewed by an update/);
    const last = await secrets();
    expect(last[1]).not.toBe(first[1]);
    expect(JSON.parse(await done(['show', '--json'])).client.client_secret).toBe('********');
    expect(await done(['delete'])).toMatch(/^Deleted /);
    for (const secret of [...first, ...last, 'initial-planted-secret'])
      expect(outputs.filter((output) => output.includes(secret))).toEqual([]);
  });

  test('a member that is misspelt is told, although the server takes it without a word', async () => {
    const { run, file } = await machine();
    const { code, stderr } = await run([
      'register',
      await file('batch.json', { ...BATCH, client_nam: 'Batch' }),
    ]);
    expect([code, stderr]).toEqual([
      0,
      expect.stringMatching(/^warning: client_nam is no member.*client_name meant\? \(DM-16\)\n$/),
    ]);
    await run(['delete']);
  });

  test('what the library says of a missing token is said in words of the command line, too', async () => {
    const { run, file } = await machine();
    const args = ['register', await file('batch.json', BATCH)];
    const { stderr } = await run(args, { env: { DCR_INITIAL_ACCESS_TOKEN: '' } });
    expect(stderr).toMatch(/\n {2}here: initialAccessToken is DCR_INITIAL_ACCESS_TOKEN/);
  });

  test('is changed by registering it with other metadata', async () => {
    const { run } = await machine();
    const grants = [
      '--set',
      'grant_types=["client_credentials"]',
      '--set',
      'response_types=[]',
      '--set',
      'redirect_uris=[]',
    ];
    const first = await run(['register', ...grants, '--set', 'client_name=A', '--json']);
    const second = await run([
      'register',
      ...grants,
      '--set',
      'client_name=B',
      '--json',
      '--name',
      'default',
    ]);
    expect(JSON.parse(second.stdout)).toMatchObject({
      client_name: 'B',
      client_id: JSON.parse(first.stdout).client_id,
    });
    await run(['delete']);
  });

  test('is taken over by what the server answered, and is then as any other', async () => {
    const { run, file } = await machine();
    const answer = await fetch(`${provider.issuer}/reg`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: 'Bearer initial-planted-secret',
      },
      body: JSON.stringify(BATCH),
    });
    const client = await answer.json();
    const before = provider.created();
    const taken = await run(['adopt', await file('answer.json', client), '--name', 'batch']);
    expect([taken.code, taken.stderr]).toEqual([0, '']);
    expect(taken.stdout).toContain(`Took over ${client.client_id} as batch.`);
    expect(taken.stdout).not.toContain(client.client_secret);
    const list = await file('clients.json', { batch: BATCH });
    expect((await run(['plan', list, '--check'])).code).toBe(0);
    const changed = await run([
      'register',
      await file('batch.json', { ...BATCH, client_name: 'Batch 2' }),
      '--name',
      'batch',
    ]);
    expect(changed.stdout).toContain(`Updated ${client.client_id}.`);
    expect((await run(['delete', '--name', 'batch'])).code).toBe(0);
    expect(provider.created()).toBe(before);
  });

  test.each([
    ['nothing', ['adopt'], /Say what to adopt/],
    ['what is no client', ['adopt', 'list.json'], /list\.json must be a JSON object with client_id/],
  ])('%s cannot be taken over', async (_, args, message) => {
    const { run, file } = await machine();
    await file('list.json', [{ client_id: 'a' }]);
    const { code, stderr } = await run(args);
    expect([code, stderr]).toEqual([2, expect.stringMatching(message)]);
  });

  test.each([['show'], ['update', '--set', 'client_name=A'], ['renew'], ['delete']])(
    '%s ends with 4 where nothing is registered',
    async (...args) => {
      const { run } = await machine();
      const { code, stdout, stderr } = await run(args);
      expect(code).toBe(4);
      expect(stdout + stderr).toMatch(/Nothing is registered|not-registered/);
    },
  );
});

describe('what goes wrong', () => {
  test('is said once on standard error, as JSON with --json, without the credential that was given', async () => {
    const { run, file } = await machine();
    const env = { DCR_INITIAL_ACCESS_TOKEN: 'another-planted-secret' };
    const words = await run(['register', await file('batch.json', BATCH)], { env });
    expect([words.code, words.stdout]).toEqual([1, '']);
    expect(words.stderr).toMatch(/^error: .*\(unauthorized\)\n {2}here: .*DCR_INITIAL_ACCESS_TOKEN.*\n$/);
    const json = await run(['register', 'batch.json', '--json'], { env });
    expect(JSON.parse(json.stderr).error).toMatchObject({ code: 'unauthorized', status: 401 });
    expect(words.stderr + json.stderr).not.toContain('planted');
  });

  test.each([
    ['no server', ['show'], { DCR_ISSUER: '' }, /--issuer/],
    ['no issuer', ['discover', 'nonsense'], {}, /invalid-issuer/],
    ['no metadata', ['register'], {}, /JSON file/],
    ['a file that is not there', ['register', 'missing.json'], {}, /missing\.json cannot be read: ENOENT/],
    ['no change', ['update'], {}, /--set/],
    [
      'a secret among the arguments',
      ['register', '--set', 'client_secret=planted'],
      {},
      /--set client_secret/,
    ],
    ['an unknown command', ['regster'], {}, /Did you mean register/],
    ['an unknown option', ['show', '--fesh'], {}, /Did you mean --fresh/],
    ['a missing argument', ['plan'], {}, /missing required argument 'clients'/],
    ['an unknown store', ['show', '--store', 'mysql://h/d'], {}, /no store for mysql/],
    [
      'a prompt without a terminal',
      ['register', '--set', 'client_name=A', '--ask-initial-access-token'],
      {},
      /DCR_INITIAL/,
    ],
    ['options of another profile', ['show', '--tenant', 'a.example'], {}, /--profile wso2/],
    ['no command', [], {}, /dcr --help/],
  ] as const)('%s ends with 2, and nothing is sent', async (_, args, env, message) => {
    const { run } = await machine();
    const before = provider.seen.length;
    const { code, stdout, stderr } = await run(args, { env });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain('planted');
    expect(provider.seen.length).toBe(before);
  });

  test('a file that is no JSON is not quoted', async () => {
    const { run, file } = await machine();
    const { code, stderr } = await run(['register', await file('a.json', '{"client_secret": planted}')]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/a\.json is no JSON/);
    expect(stderr).not.toContain('planted');
  });

  test('a password in the address of a store is in no message', async () => {
    const { run } = await machine();
    for (const store of [
      'redis://:planted-secret@127.0.0.1:1',
      'postgres://u:planted-secret@127.0.0.1:1/d',
    ]) {
      const { code, stderr } = await run(['show', '--store', store]);
      expect(code).toBe(1);
      expect(stderr).toMatch(/store-failed/);
      expect(stderr).not.toContain('planted');
    }
  });
});

describe('the doctor', () => {
  test('says what the metadata tells', async () => {
    const { run } = await machine();
    const { code, stdout } = await run(['doctor']);
    expect(stdout).toContain(`Clients are registered at ${provider.issuer}/reg.`);
    expect(code).toBe(0);
  });

  test('learns habits from a client that is gone afterwards', async () => {
    const { run } = await machine();
    const before = provider.created();
    const { stdout, code } = await run(['doctor', provider.issuer, '--probe', '--json']);
    const says = JSON.parse(stdout).findings.map((finding: { says: string }) => finding.says);
    expect(says).toContain('The registration access token is replaced by an update.');
    expect(says).toContain('Clients can be deleted; the one of this probe is.');
    expect(code).toBe(0);
    expect(provider.created() - before).toBe(1);
    expect(
      provider.seen.filter(({ method, status }) => method === 'DELETE' && status === 204).length,
    ).toBeGreaterThan(0);
  });

  test('ends with 1 where registering needs a token that nobody gave', async () => {
    const { run } = await machine();
    const { code, stdout } = await run(['doctor', '--probe'], { env: { DCR_INITIAL_ACCESS_TOKEN: '' } });
    expect(code).toBe(1);
    expect(stdout).toContain('set: DCR_INITIAL_ACCESS_TOKEN');
  });
});

describe('help', () => {
  test('is printed for the whole and for each command, and ends with 0', async () => {
    const { run } = await machine();
    const whole = await run(['--help']);
    expect(whole.code).toBe(0);
    expect(whole.stdout).toContain('Exit codes:');
    const { stdout, code } = await run(['apply', '--help']);
    expect(code).toBe(0);
    expect(stdout).toContain('--prune');
    expect((await run(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  test.each(['bash', 'zsh', 'fish', 'powershell'])('completion prints a script for %s', async (shell) => {
    const { run } = await machine();
    const { code, stdout } = await run(['completion', shell]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/dcr complete|\bcomplete\b/i);
  });

  test('Tab completes commands and options', async () => {
    const { run } = await machine();
    expect((await run(['complete', '--', 're'])).stdout).toMatch(/^register\t.*\nrenew\t/);
    expect((await run(['complete', '--', 'show', '--fr'])).stdout).toMatch(/^--fresh\t/);
  });
});
