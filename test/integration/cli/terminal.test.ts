import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTestServer } from 'dcr-client/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import { temporaryDirectory } from '../../interop/temporary-directory.js';
import { inTerminal, type Keys } from './in-terminal.js';
import { bin } from './run.js';
import { serveOnLoopback } from './serve.js';

const ESCAPE = '\u001b';
const one = (client_name: string) => ({ client_name, grant_types: ['client_credentials'] });

/** Somebody before a terminal. */
async function person(options: Parameters<typeof createTestServer>[0] = {}) {
  const { server, origin, close } = await serveOnLoopback((issuer) =>
    createTestServer({ ...options, issuer }),
  );
  onTestFinished(close);
  const home = await temporaryDirectory();
  await symlink(bin, join(home, 'dcr'));
  const run = (command: string, keys: readonly Keys[] = [], env: Readonly<Record<string, string>> = {}) =>
    inTerminal(command, {
      cwd: home,
      keys,
      env: { HOME: home, PATH: `${home}:${process.env.PATH}`, DCR_ISSUER: origin, ...env },
    });
  const clients = (value: unknown) => writeFile(join(home, 'clients.json'), JSON.stringify(value));
  const living = () => server.clients().filter(({ deletedAt }) => deletedAt === undefined);
  return { run, clients, living };
}

const REGISTER = `dcr register --set client_name=A --set 'grant_types=["client_credentials"]' --ask-initial-access-token`;

describe('in a terminal', () => {
  test('a credential is typed unseen', async () => {
    const { run, living } = await person({ initialAccessToken: 'typed-planted-secret' });
    const { code, seen } = await run(REGISTER, [
      { at: /initial access token/, type: 'typed-planted-secret\r' },
    ]);
    expect(code).toBe(0);
    expect(seen).not.toContain('planted');
    expect(seen).toContain('Registered client-');
    expect(living()).toHaveLength(1);
  });

  test('Ctrl-C at a prompt sends nothing and ends with 130', async () => {
    const { run, living } = await person();
    const { code, seen } = await run(REGISTER, [{ at: /initial access token/, type: '\u0003' }]);
    expect([code, living()]).toEqual([130, []]);
    expect(seen).toContain('Interrupted');
  });

  test('progress is a bar, which is gone at the end', async () => {
    const { run, clients } = await person();
    await clients({ a: one('A'), b: one('B') });
    const { code, seen } = await run('dcr apply clients.json --concurrency 1');
    expect(code).toBe(0);
    expect(seen).toContain(`\r${ESCAPE}[2K[###############...............] 1/2 create a`);
    expect(seen.endsWith(`\r${ESCAPE}[2K2 created.\r\n`)).toBe(true);
  });

  test('a deletion is asked about: no leaves everything, yes deletes', async () => {
    const { run, clients, living } = await person();
    await clients({ a: one('A') });
    await run('dcr apply clients.json');
    await clients({});
    const no = await run('dcr apply clients.json --prune', [
      { at: /Delete or replace this client/, type: 'n' },
    ]);
    expect([no.code, living().length]).toEqual([5, 1]);
    expect(no.seen).toMatch(/not-done +delete +a/);
    const yes = await run('dcr apply clients.json --prune', [
      { at: /Delete or replace this client/, type: 'y' },
    ]);
    expect([yes.code, living().length]).toEqual([0, 0]);
  });

  test('failures are coloured, but not with NO_COLOR', async () => {
    const { run } = await person();
    const { code, seen } = await run('dcr plan missing.json');
    expect([code, seen]).toEqual([
      2,
      expect.stringContaining(`${ESCAPE}[31merror:${ESCAPE}[39m missing.json`),
    ]);
    expect((await run('dcr plan missing.json', [], { NO_COLOR: '1' })).seen).not.toContain(ESCAPE);
  });

  test('help fits the terminal', async () => {
    const { run } = await person();
    const { code, seen } = await run('dcr apply --help');
    expect(code).toBe(0);
    expect(Math.max(...seen.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  test('Tab completes in bash', async () => {
    const { run } = await person();
    const keys = [
      { at: /[#$] $/, type: 'source <(dcr completion bash); echo re""ady\r' },
      { at: /\nready\r\n.*[#$] $/, type: 'dcr dele\t' },
      { at: /dcr delete /, type: '--js\t' },
      { at: /--json/, type: '\u0015exit\r' },
    ];
    const { seen } = await run('bash --noprofile --norc -i', keys, { TERM: 'dumb' });
    expect(seen).toMatch(/dcr delete --json/);
  });

  test('Tab completes in zsh', async () => {
    const { run } = await person();
    const keys = [
      {
        at: /[#%] \S*$/,
        type: 'autoload -Uz compinit; compinit -u; source <(dcr completion zsh); echo re""ady\r',
      },
      { at: /ready\r\n.*[#%] \S*$/s, type: 'dcr dele\t' },
      { at: /dcr delete /, type: '--js\t' },
      { at: /--json/, type: '\u0015exit\r' },
    ];
    const { seen } = await run('zsh -f -i', keys, { TERM: 'dumb' });
    expect(seen.replaceAll('\b ', '')).toMatch(/dcr delete +--json/);
  });

  test('fish is told the same, with what each means', async () => {
    const { run } = await person();
    const { seen } = await run(
      `fish -c 'dcr completion fish | source; complete -C "dcr dele"; complete -C "dcr delete --js"'`,
    );
    expect(seen).toMatch(/^delete\tDelete a client at the server.*\r\n--json\tprint one JSON value/);
  });
});
