import { installRuntimes } from './installed.js';
import { makeProject } from './project.js';
import type { Drive, Outcome } from './runtime.js';
import { judgedExamples } from './servers/judged.js';
import { startServers } from './servers/start.js';

/** What came of a runtime: its outcome, or why there is none. */
export interface Tried {
  readonly name: string;
  readonly outcome?: Outcome;
  readonly failure?: string;
}

/** Most of the time is spent waiting, as the checks are about limits. */
const AT_ONCE = 3;

/** Tries the packed package in all of these runtimes. */
export async function tryAll(drives: Readonly<Record<string, Drive>>): Promise<readonly Tried[]> {
  const [installed, project, judged] = await Promise.all([
    installRuntimes(),
    makeProject(),
    judgedExamples(),
  ]);
  const tryOne = async (name: string, drive: Drive): Promise<Tried> => {
    const { servers, close } = await startServers(judged);
    try {
      return { name, outcome: await drive({ servers, project, installed }) };
    } catch (error) {
      return { name, failure: error instanceof Error ? error.message : String(error) };
    } finally {
      await close();
    }
  };
  const entries = Object.entries(drives);
  const tried = new Map<string, Tried>();
  const waiting = entries.values();
  const worker = async () => {
    for (const [name, drive] of waiting) tried.set(name, await tryOne(name, drive));
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  } finally {
    await project.remove();
  }
  return entries.flatMap(([name]) => tried.get(name) ?? []);
}
