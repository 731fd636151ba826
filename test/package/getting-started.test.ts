import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { freePort } from '../integration/services/process.js';
import { packInto } from './packed.js';
import { type Action, actionsOf } from './walkthrough.js';

/** What the page installs beside the package, in the versions that everything else is tested with. */
const { devDependencies: PEERS } = JSON.parse(
  await readFile(new URL('../../package.json', import.meta.url), 'utf8'),
) as { devDependencies: Record<string, string> };
const run = promisify(execFile);

/** Ids differ each time, and are the same within one page. */
const withoutIds = (text: string) => text.replaceAll(/[\w-]{43}/g, 'ID');

/** A reader in an empty folder, whose port 3000 may be taken, and who gets what would be published. */
async function newcomer() {
  const home = await mkdtemp(join(tmpdir(), 'dcr-client-newcomer-'));
  const tarball = await packInto(home);
  const port = String(await freePort());
  const installed = (name: string) =>
    name === 'dcr-client' ? tarball : name in PEERS ? `${name}@${PEERS[name]}` : name;
  let folder = home;
  let seen = '';

  /** It goes on when it has printed its first line. */
  const startServer = async (): Promise<string> => {
    const child = spawn(process.execPath, ['server.mjs'], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    onTestFinished(() => void child.kill());
    child.stdout.on('data', (chunk: Buffer) => {
      seen += chunk;
    });
    await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
    return look();
  };

  const look = () => {
    const printed = seen.trim();
    seen = '';
    return printed;
  };

  const command = async (line: string): Promise<string> => {
    const [program = '', ...args] = line.split(' ');
    if (program === 'cd') {
      folder = join(folder, args[0] ?? '');
      return '';
    }
    if (line === 'node server.mjs') return startServer();
    const { stdout } = await run(program, args.map(installed), { cwd: folder, timeout: 120_000 });
    return stdout.trim();
  };

  return {
    home,
    /** Does it, and gives what is on the screen, if that is compared. */
    async act(action: Action): Promise<string | undefined> {
      switch (action.does) {
        case 'save':
          await writeFile(join(folder, action.name), action.text.replaceAll('3000', port));
          return undefined;
        case 'run':
          for (const line of action.commands) await command(line);
          return undefined;
        case 'compare':
          return withoutIds(await command(action.command));
        case 'look':
          return withoutIds(look());
      }
    },
  };
}

test('docs/getting-started.md works in an empty folder, block by block, and prints what it says', async () => {
  const page = await readFile(new URL('../../docs/getting-started.md', import.meta.url), 'utf8');
  const { home, act } = await newcomer();
  onTestFinished(() => rm(home, { recursive: true, force: true }));
  const actions = actionsOf(page);
  for (const action of actions) {
    const printed = await act(action);
    if ('printed' in action) expect(printed, JSON.stringify(action)).toBe(withoutIds(action.printed));
  }
  expect(actions.filter(({ does }) => does === 'save')).toHaveLength(5);
}, 180_000);
