import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import type { DcrWarning } from '../../src/protocol/warnings.js';
import { fileStore } from '../../src/stores/file.js';
import { conflicts } from '../../src/testing/expectations.js';
import { failing } from '../support/failing.js';
import { describeStore } from './contract.js';
import { record } from './increment.js';

const made: string[] = [];
const temporaryDirectory = async () => {
  const directory = await mkdtemp(join(tmpdir(), 'dcr-file-store-'));
  made.push(directory);
  return directory;
};
afterAll(async () => {
  for (const directory of made) await rm(directory, { recursive: true, force: true });
});

const shared = join(await temporaryDirectory(), 'store');
describeStore('fileStore', { open: () => fileStore({ directory: shared }) });

/** The directory of the one key that was written, and its files in order. */
async function filesOf(directory: string) {
  const [name = ''] = await readdir(directory);
  const keyDirectory = join(directory, name);
  return { keyDirectory, files: (await readdir(keyDirectory)).sort() };
}

describe('files', () => {
  test('are for their owner alone', async () => {
    const directory = join(await temporaryDirectory(), 'store');
    await fileStore({ directory }).write('k', record(), undefined);
    const { keyDirectory, files } = await filesOf(directory);
    const modes = [directory, keyDirectory, join(keyDirectory, files[0] ?? '')].map(
      async (path) => (await stat(path)).mode & 0o777,
    );
    expect(await Promise.all(modes)).toEqual([0o700, 0o700, 0o600]);
  });

  test('that were superseded go, the newest and its predecessor stay, and no secret stands in the first', async () => {
    const directory = await temporaryDirectory();
    const store = fileStore({ directory });
    let version = await store.write('k', record(1), undefined);
    for (let n = 2; n <= 12; n += 1) version = await store.write('k', record(n), version);
    const { keyDirectory, files } = await filesOf(directory);
    expect(files).toEqual(['000000000001.json', '000000000011.json', '000000000012.json']);
    expect(await readFile(join(keyDirectory, '000000000001.json'), 'utf8')).toBe('');
  });

  test.each([
    ['is cut off', (text: string) => text.slice(0, 100)],
    ['is empty', () => ''],
    ['is no registration', () => '{"key":"k","nonce":"n","record":{"format":1}}'],
    ['is larger than 1 MiB', (text: string) => text + ' '.repeat(1024 * 1024)],
  ])(
    'of which the newest %s: set aside, reported, and not replaced by an older one',
    async (_name, damage) => {
      const directory = await temporaryDirectory();
      const store = fileStore({ directory });
      const first = await store.write('k', record(1), undefined);
      const second = await store.write('k', record(2), first);
      const { keyDirectory } = await filesOf(directory);
      const path = join(keyDirectory, '000000000002.json');
      await writeFile(path, damage(await readFile(path, 'utf8')));
      const warnings: DcrWarning[] = [];
      const read = () => store.read('k', { onWarning: (warning) => warnings.push(warning) });
      expect(await Promise.all([read(), read(), read()])).toEqual([undefined, undefined, undefined]);
      expect(warnings).toHaveLength(1);
      expect(warnings[0]).toMatchObject({
        code: 'record-set-aside',
        message: expect.stringContaining(join(keyDirectory, '000000000002.corrupt')),
      });
      await conflicts(store.write('k', record(3), second));
      const third = await store.write('k', record(3), undefined);
      expect(await store.read('k')).toMatchObject({ record: { registeredAt: 3 }, version: third });
      expect((await filesOf(directory)).files).toContain('000000000002.corrupt');
    },
  );

  test('of a newer format are refused and left alone', async () => {
    const directory = await temporaryDirectory();
    const store = fileStore({ directory });
    const version = await store.write('k', record(), undefined);
    const { keyDirectory, files } = await filesOf(directory);
    const path = join(keyDirectory, files[0] ?? '');
    const newer = (await readFile(path, 'utf8')).replace('"format":1', '"format":2');
    await writeFile(path, newer);
    expect(await failing(store.read('k'))).toMatchObject({ code: 'record-too-new' });
    expect(await failing(store.write('k', record(), version))).toMatchObject({ code: 'record-too-new' });
    expect(await readFile(path, 'utf8')).toBe(newer);
  });

  test('left over by processes that died while writing go after an hour', async () => {
    const directory = await temporaryDirectory();
    const store = fileStore({ directory });
    const version = await store.write('k', record(), undefined);
    const { keyDirectory } = await filesOf(directory);
    const [old, young] = [join(keyDirectory, 'old.tmp'), join(keyDirectory, 'young.tmp')];
    await writeFile(old, 'x');
    await writeFile(young, 'x');
    const hoursAgo = new Date(Date.now() - 2 * 60 * 60 * 1000);
    await utimes(old, hoursAgo, hoursAgo);
    await store.write('k', record(2), version);
    const { files } = await filesOf(directory);
    expect(files).toContain('young.tmp');
    expect(files).not.toContain('old.tmp');
  });
});

describe('a slow writer', () => {
  test('whose next name has become free again is refused', async () => {
    const directory = await temporaryDirectory();
    const store = fileStore({ directory });
    let version = await store.write('k', record(1), undefined);
    for (let n = 2; n <= 3; n += 1) version = await store.write('k', record(n), version);
    // It has seen version 3 and is about to link 4 while the others go on.
    const { keyDirectory } = await filesOf(directory);
    const slow = version;
    for (let n = 4; n <= 9; n += 1) version = await store.write('k', record(n), version);
    await conflicts(store.write('k', record(99), slow));
    // Even its file, had it come to linking, is never the newest.
    await writeFile(join(keyDirectory, '000000000004.json'), 'stale');
    expect(await store.read('k')).toMatchObject({ record: { registeredAt: 9 }, version });
    await store.write('k', record(10), version);
    expect((await filesOf(directory)).files).not.toContain('000000000004.json');
  });
});

describe('failures', () => {
  test('a file where the directory should be', async () => {
    const path = join(await temporaryDirectory(), 'file');
    await writeFile(path, '');
    const store = fileStore({ directory: path });
    for (const call of [() => store.read('k'), () => store.write('k', record(), undefined)]) {
      const error = await failing(call());
      expect(error.code).toBe('store-failed');
      expect(error.message).toContain(path);
    }
  });

  test('a place where no directory can be made', async () => {
    const store = fileStore({ directory: '/proc/dcr-client/store' });
    const error = await failing(store.write('k', record(), undefined));
    expect(error.code).toBe('store-failed');
    expect(error.message).toContain('/proc/dcr-client/store');
  });

  test.each([[{}], [{ directory: '' }], [{ directory: 7 }], [{ directory: '/x', folder: '/y' }]])(
    'options %j are refused',
    (options) => {
      // @ts-expect-error wrong options are the point
      expect(() => fileStore(options)).toThrow(expect.objectContaining({ code: 'invalid-option' }));
    },
  );
});

describe('processes', () => {
  const script = fileURLToPath(new URL('./counting-process.ts', import.meta.url));
  const startCounting = (directory: string, times: number) => {
    const child = spawn(process.execPath, ['--import', 'tsx', script, directory, String(times)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    return {
      child,
      exited: once(child, 'close'),
      counted: () =>
        output
          .split('\n')
          .filter((line) => line !== '')
          .map(Number),
    };
  };

  test('lose no increment', async () => {
    const directory = await temporaryDirectory();
    const all = Array.from({ length: 4 }, () => startCounting(directory, 40));
    for (const { exited } of all) expect(await exited).toEqual([0, null]);
    const counted = all.flatMap(({ counted: numbers }) => numbers());
    expect(counted.sort((a, b) => a - b)).toEqual(Array.from({ length: 160 }, (_, n) => n + 1));
    expect((await fileStore({ directory }).read('counter'))?.record.registeredAt).toBe(160);
  }, 60_000);

  test('that are killed take nothing acknowledged with them, and are known to be gone', async () => {
    const directory = await temporaryDirectory();
    const steady = startCounting(directory, 60);
    const victims = Array.from({ length: 3 }, () => startCounting(directory, 10_000));
    await Promise.all(victims.map(({ child }) => once(child.stdout ?? child, 'data')));
    for (const { child, exited } of victims) {
      child.kill('SIGKILL');
      await exited;
    }
    expect(await steady.exited).toEqual([0, null]);
    const acknowledged = [steady, ...victims].flatMap(({ counted }) => counted());
    expect(new Set(acknowledged).size).toBe(acknowledged.length);
    const final = (await fileStore({ directory }).read('counter'))?.record.registeredAt ?? 0;
    expect(final).toBeGreaterThanOrEqual(Math.max(...acknowledged));
    expect(final).toBeGreaterThanOrEqual(acknowledged.length);
  }, 60_000);
});

describe('ownerIsGone', () => {
  const describeIn = async (child: ChildProcess): Promise<string> => {
    const [chunk] = await once(child.stdout ?? child, 'data');
    return String(chunk);
  };
  const program = `
    import { fileStore } from ${JSON.stringify(fileURLToPath(new URL('../../src/stores/file.ts', import.meta.url)))};
    process.stdout.write(await fileStore({ directory: '/nowhere' }).owner());
    setInterval(() => {}, 1000);
  `;

  test('is certain of a killed process, and only of that', async () => {
    const { owner, ownerIsGone } = fileStore({ directory: await temporaryDirectory() });
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const other = await describeIn(child);
    expect(await ownerIsGone?.(other)).toBe(false);
    child.kill('SIGKILL');
    await once(child, 'close');
    expect(await ownerIsGone?.(other)).toBe(true);
    expect(await ownerIsGone?.((await owner?.()) ?? '')).toBe(false);
    const changed = (change: object) => JSON.stringify({ ...JSON.parse(other), ...change });
    expect(await ownerIsGone?.(changed({ host: 'another-machine' }))).toBe(false);
    expect(await ownerIsGone?.(changed({ boot: 'another-boot' }))).toBe(false);
    expect(await ownerIsGone?.(changed({ pidNamespace: 'pid:[1]' }))).toBe(false);
    // The pid is used again by another process: that is not the owner.
    expect(await ownerIsGone?.(changed({ pid: process.pid }))).toBe(true);
  }, 30_000);

  test.each(['', 'memory', '{', '[]', '{"host":1}', '{"host":"x","pid":-1}'])(
    'knows nothing of %j',
    async (text) => {
      expect(await fileStore({ directory: '/nowhere' }).ownerIsGone?.(text)).toBe(false);
    },
  );
});
