import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { ClientInformation, DcrStatus, RejectionOutcome } from 'dcr-client';
import { rawRead, rawToken } from '../interop/servers/raw.js';
import {
  type KillCase,
  lostCredentials,
  OPERATIONS,
  type Operation,
  type RotatingServer,
  type Rotation,
} from './kill-matrix.js';
import {
  type App,
  clientOf,
  type Ended,
  launch,
  lived,
  type Outcome,
  type Place,
  statusOf,
  succeeded,
  type Task,
} from './launch.js';
import { problemsOf } from './problems.js';

/** Where a kill takes place. */
export interface Scene {
  readonly server: RotatingServer;
  readonly rotation: Rotation;
  readonly place: Place;
  /** A process that lives through many kills, each with a client of its own: registers before them, and looks at what is left. */
  readonly witness: App;
  /** Another one, for the start that comes after a kill. Nothing of one start is left in it for the next. */
  readonly successor: App;
}

/** How things stand after the next process has started. */
export interface Standing {
  /** The credentials get a token. */
  readonly usable: boolean;
  /** The stored registration access token reads the client. */
  readonly manageable: boolean;
  /** Clients at the server that are not the app's. */
  readonly orphans: number;
  /** Suspected orphans and retired clients on record. */
  readonly listed: number;
  /** Milliseconds that the next start took. */
  readonly took: number;
  /** What is against the rules, in words. */
  readonly problems: readonly string[];
}

export interface Finding extends Standing {
  readonly kill: KillCase;
}

/** Where the store cannot tell that an owner is gone, its claim is dead when the next process saw it stand still for so long. */
const CLAIM_TTL_MS = 1000;
/** Once for the claim, once for a slow owner who might still come, and the rest for a busy machine. */
const LONGEST_START_MS = 2 * CLAIM_TTL_MS + 6000;

/** Lets a process die at one point of its work, and the next one start. */
export async function killOnce(scene: Scene, kill: KillCase): Promise<Finding> {
  const { operation, death, trace } = kill;
  const { end, ...standing } = await killAndLook(scene, operation, (victim, task) =>
    victim.perform({ ...task, death }),
  );
  const lost = lostCredentials(kill);
  const problems = problemsOf({
    'the process did not die': 'signal' in end && end.signal === 'SIGKILL',
    [`it made other calls: ${end.trace}`]: isDeepStrictEqual(end.trace, trace.slice(0, death.call)),
    'its credentials do not work': standing.usable || lost.secret,
    'its token does not work': standing.manageable || lost.token,
  });
  return { kill, ...standing, problems: [...standing.problems, ...problems] };
}

/** The same at a moment that falls anywhere, in the middle of a call too. */
export async function killAnyTime(
  scene: Scene,
  operation: Operation,
  afterMs: number,
): Promise<readonly string[]> {
  const { rotation } = scene;
  const standing = await killAndLook(scene, operation, async (victim, task) => {
    const end = victim.perform(task);
    await new Promise((resolve) => setTimeout(resolve, afterMs));
    victim.kill();
    return end;
  });
  const mayLose = operation === 'patch' || operation === 'renew';
  const problems = problemsOf({
    'its credentials do not work': standing.usable || (mayLose && rotation === 'on update, and the secret'),
    'its token does not work': standing.manageable || (mayLose && rotation !== 'never'),
  });
  return [...standing.problems, ...problems];
}

async function killAndLook(
  { server, place, witness, successor }: Scene,
  operation: Operation,
  perform: (victim: App, task: Task) => Promise<Outcome | Ended>,
): Promise<Standing & { readonly end: Outcome | Ended }> {
  const client_name = `kill ${randomUUID()}`;
  const app = { issuer: server.issuer, name: client_name, client_name };
  const victim = await launch(place);
  try {
    if (operation !== 'register') succeeded(await witness.perform({ ...app, steps: [['ensureRegistered']] }));
    const end = await perform(victim, { ...app, steps: [OPERATIONS[operation]] });
    const options = { claimTtlMs: CLAIM_TTL_MS };
    const next = succeeded(await successor.perform({ ...app, options, steps: [['ensureRegistered']] }));
    const client = clientOf(next);
    const isUsable = await getsToken(server, client);
    // A start goes on with what is stored while others work on it; only who manages the client clears up after them.
    const { error } = lived(await successor.perform({ ...app, options, steps: [['read']] }));
    const last = succeeded(await witness.perform({ ...app, steps: [['ensureRegistered'], ['status']] }));
    const isManageable = (await rawRead(clientOf(last))).status === 200;
    const { took } = next;
    const status = statusOf(last);
    const living = server.living(client_name);
    const { orphans, listed } = count(living, client, status);
    // What is a minute old does not count as dead, so the report comes an hour later.
    const report = ['reportRejected', client, { error: 'invalid_client', status: 401 }] as const;
    const later = { ...app, aheadMs: 60 * 60 * 1000, steps: [report, ['status']] } as const;
    const wayOut = isUsable ? undefined : succeeded(await successor.perform(later));
    const problems = problemsOf({
      'its client is not there': living.includes(client.client_id),
      [`${orphans} orphans, and ${listed} listed`]: orphans <= listed,
      'the record is wrong about the token': isManageable === status.manageable,
      'a claim was left behind': status.busyWith === undefined,
      'reading told of something else': error === undefined || TOKEN_LOST.includes(error.code),
      'the start after that has another client': hasSameCredentials(clientOf(last), client),
      'the start after that made a request': last.trace.every((call) => call === 'look'),
      [`the next start took ${Math.round(took)} ms`]: took <= LONGEST_START_MS,
      'there is no way out': wayOut === undefined || (await isReplaced(server, client_name, wayOut)),
    });
    return { end, usable: isUsable, manageable: isManageable, orphans, listed, took, problems };
  } finally {
    await victim.end();
  }
}

/** Clients at the server that are not the one in use, and how many are on the lists. */
function count(living: readonly string[], { client_id }: ClientInformation, status: DcrStatus) {
  const orphans = living.filter((id) => id !== client_id).length;
  return { orphans, listed: status.suspectedOrphans.length + status.retired.length };
}

const TOKEN_LOST = ['token-refused', 'management-lost'];

function hasSameCredentials(one: ClientInformation, other: ClientInformation): boolean {
  return one.client_id === other.client_id && one.client_secret === other.client_secret;
}

async function getsToken({ issuer }: RotatingServer, { client_id, client_secret = '' }: ClientInformation) {
  return (await rawToken(issuer, { client_id, client_secret })).status === 200;
}

/** Whether a report that the credentials are rejected brought others that work, and listed what was left. */
async function isReplaced(server: RotatingServer, client_name: string, report: Outcome): Promise<boolean> {
  const { registration } = report.results[0] as RejectionOutcome;
  const { orphans, listed } = count(server.living(client_name), registration, statusOf(report));
  return orphans > 0 && orphans <= listed && (await getsToken(server, registration));
}
