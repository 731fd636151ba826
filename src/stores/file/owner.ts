import { readFile, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';

/** What tells one process from all others, past and present. */
interface Owner {
  readonly host: string;
  readonly pid: number;
  readonly boot?: string;
  readonly pidNamespace?: string;
  /** Clock ticks from boot to the start of the process: pids are used again, this pair is not. */
  readonly start?: string;
}

/** This process, as text. Where /proc is missing nobody can be certain, and host and pid only help people. */
export async function describeOwner(): Promise<string> {
  const host = hostname();
  const { pid } = process;
  try {
    const [machine, process_] = await Promise.all([describeMachine(), readProcess(pid)]);
    const owner: Owner = {
      host,
      pid,
      ...machine,
      ...(process_ === undefined ? {} : { start: process_.start }),
    };
    return JSON.stringify(owner);
  } catch {
    return JSON.stringify({ host, pid });
  }
}

/** True only if the process certainly runs no more: same machine, boot and pid namespace, and no such process. */
export async function ownerIsGone(text: string): Promise<boolean> {
  try {
    const owner = parseOwner(text);
    if (owner?.boot === undefined || owner.start === undefined || owner.host !== hostname()) return false;
    const { boot, pidNamespace } = await describeMachine();
    if (owner.boot !== boot || owner.pidNamespace !== pidNamespace) return false;
    const found = await readProcess(owner.pid);
    return found === undefined || found.start !== owner.start || found.isDead;
  } catch {
    return false;
  }
}

function parseOwner(text: string): Owner | undefined {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null || !('host' in value) || !('pid' in value))
    return undefined;
  const { host, pid } = value;
  if (typeof host !== 'string' || typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid <= 0)
    return undefined;
  const optional = (name: string): string | undefined => {
    const member: unknown = Object.entries(value).find(([key]) => key === name)?.[1];
    return typeof member === 'string' ? member : undefined;
  };
  const [boot, pidNamespace, start] = [optional('boot'), optional('pidNamespace'), optional('start')];
  return {
    host,
    pid,
    ...(boot === undefined ? {} : { boot }),
    ...(pidNamespace === undefined ? {} : { pidNamespace }),
    ...(start === undefined ? {} : { start }),
  };
}

async function describeMachine(): Promise<{ readonly boot: string; readonly pidNamespace: string }> {
  const [boot, pidNamespace] = await Promise.all([
    readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
    readlink('/proc/self/ns/pid'),
  ]);
  return { boot: boot.trim(), pidNamespace };
}

/** State and start of a process; `undefined` if there is none. */
async function readProcess(
  pid: number,
): Promise<{ readonly start: string; readonly isDead: boolean } | undefined> {
  let text: string;
  try {
    text = await readFile(`/proc/${pid}/stat`, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ESRCH') return undefined;
    throw error;
  }
  // The name, in parentheses, may itself hold spaces and parentheses: fields are counted after the last one.
  const [state, ...fields] = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const start = fields[18];
  if (state === undefined || start === undefined) throw new Error('unexpected /proc stat');
  return { start, isDead: state === 'Z' || state === 'X' };
}
