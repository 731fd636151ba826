import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createDcrClient } from 'dcr-client';
import { fileStore } from 'dcr-client/stores/file';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startOidcProvider } from './servers/oidc-provider.js';
import { rawRead, rawToken } from './servers/raw.js';
import { temporaryDirectory } from './temporary-directory.js';

const program = fileURLToPath(new URL('./workers/app.mjs', import.meta.url));
const dist = new URL('../../dist', import.meta.url).href;

interface Outcome {
  readonly results: readonly Record<string, string>[];
  readonly suspectedOrphans: readonly unknown[];
  readonly manageable: boolean;
  readonly took: number;
}

async function setting() {
  const provider = await startOidcProvider({ rotate: true });
  onTestFinished(() => provider.close());
  const directory = await temporaryDirectory();
  /** Starts a process that waits for `go`. */
  const launch = async (more: object = {}) => {
    const setup = JSON.stringify({ dist, issuer: provider.issuer, directory, task: {}, ...more });
    const child = spawn(process.execPath, [program, setup], { stdio: ['pipe', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    const closed = once(child, 'close');
    await once(child.stdout, 'data');
    return {
      go: () => child.stdin.write('go\n'),
      /** The outcome, or the signal it died of. */
      ended: async (): Promise<Outcome | string> => {
        const [, signal] = await closed;
        if (typeof signal === 'string') return signal;
        return JSON.parse(output.replace('ready\n', ''));
      },
    };
  };
  const run = async (more: object = {}) => {
    const started = await launch(more);
    started.go();
    return started.ended();
  };
  return { provider, directory, launch, run };
}

function lived(outcome: Outcome | string): Outcome {
  if (typeof outcome === 'string') throw new Error(`died of ${outcome}`);
  return outcome;
}

test('twenty processes started together: one client, twenty equal answers', async () => {
  const { provider, launch } = await setting();
  const processes = [];
  for (let n = 0; n < 20; n += 1) processes.push(launch());
  const ready = await Promise.all(processes);
  for (const { go } of ready) go();
  const outcomes = await Promise.all(ready.map(({ ended }) => ended()));
  const answers = new Set(outcomes.map((outcome) => JSON.stringify(lived(outcome).results)));
  expect(answers.size).toBe(1);
  expect(provider.created()).toBe(1);
  expect(provider.seen.filter(({ method }) => method === 'POST')).toHaveLength(1);
});

describe('kill -9 of the registering process', () => {
  test.each([
    ['before write 1', { created: 1, orphans: 0 }],
    ['after write 1', { created: 1, orphans: 1 }],
    ['before the request', { created: 1, orphans: 1 }],
    ['after the effect', { created: 2, orphans: 1 }],
    ['after the answer', { created: 2, orphans: 1 }],
    ['before write 2', { created: 2, orphans: 1 }],
    ['after write 2', { created: 1, orphans: 0 }],
  ])(
    '%s: the next start has a usable client, and at most one suspected orphan, listed',
    async (killAt, expected) => {
      const { provider, run } = await setting();
      expect(await run({ killAt })).toBe('SIGKILL');
      const { results, suspectedOrphans, manageable, took } = lived(await run());
      const [client = {}] = results;
      expect(
        await rawToken(provider.issuer, {
          client_id: client.client_id ?? '',
          client_secret: client.client_secret ?? '',
        }),
      ).toMatchObject({ status: 200 });
      expect({ created: provider.created(), orphans: suspectedOrphans.length, manageable }).toEqual({
        ...expected,
        manageable: true,
      });
      // The owner is known to be gone, so nobody waits for its claim to grow old.
      expect(took).toBeLessThan(10_000);
    },
  );
});

test('two processes that patch at once twenty times lose no patch, and the last token works', async () => {
  const { provider, directory, launch, run } = await setting();
  lived(await run());
  const tasks = ['client_uri', 'policy_uri'].map((patch) => ({ task: { patch, times: 20 } }));
  const ready = await Promise.all(tasks.map((task) => launch(task)));
  for (const { go } of ready) go();
  for (const { ended } of ready) expect(lived(await ended()).results).toHaveLength(20);
  const dcr = createDcrClient({
    issuer: provider.issuer,
    store: fileStore({ directory }),
    metadata: {
      client_name: 'Interop',
      grant_types: ['client_credentials'],
      token_endpoint_auth_method: 'client_secret_basic',
    },
  });
  const client = await dcr.ensureRegistered();
  expect(await rawRead(client)).toMatchObject({
    status: 200,
    body: { client_uri: 'https://app.example/20', policy_uri: 'https://app.example/20' },
  });
  expect(provider.seen.filter(({ method, status }) => method === 'PUT' && status === 200)).toHaveLength(40);
});
