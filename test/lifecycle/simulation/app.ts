import {
  type ClientInformation,
  type DcrClient,
  isDcrError,
  UnsavedRegistrationError,
} from '../../../src/index.js';
import type { Clock } from '../../../src/lifecycle/clock.js';
import type { Operation } from './scenario.js';
import type { Call, SimulatedProcess, World } from './world.js';

/** What runs in a process: an app that uses its registration. */
export interface App {
  readonly world: World;
  readonly process: SimulatedProcess;
  readonly client: DcrClient;
  readonly clock: Clock;
  /** Asks the server for a token with these credentials; false: it does not accept the client. */
  readonly requestToken: (registration: ClientInformation) => Promise<boolean>;
  /** The registration that the app works with. */
  holds: ClientInformation | undefined;
}

/** Servers need time with a client that is younger. */
const YOUNG_MS = 61_000;

/** One operation of a script. */
export async function perform(app: App, operation: Operation): Promise<void> {
  const { client } = app;
  switch (operation) {
    case 'use':
      return use(app);
    case 'ensureRegistered':
      return start(app);
    case 'patch':
      return void (await call(app, operation, () =>
        client.patch({ client_uri: 'https://app.example.test/' }),
      ));
    case 'patchFresh':
      return void (await call(app, operation, () => client.patch({ client_uri: null }, { fresh: true })));
    default:
      return void (await call(app, operation, (): Promise<unknown> => client[operation]()));
  }
}

async function start(app: App): Promise<void> {
  app.holds = await call(app, 'ensureRegistered', () => app.client.ensureRegistered());
}

/** Too young by our clock, too young by one that was ahead, then either of two secrets at hand, and the client that replaced theirs. */
const MOST_TRIES = 5;

/** Works with the credentials as apps are told to: says whether they worked, and goes on with what it gets. */
async function use(app: App): Promise<void> {
  const { client, clock } = app;
  if (app.holds === undefined) await start(app);
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const used = app.holds;
    const works = used === undefined ? undefined : await app.requestToken(used).catch(() => undefined);
    if (used === undefined || works === undefined) return;
    if (works) return call(app, 'reportAccepted', () => client.reportAccepted(used));
    const refusal = { status: 401, error: 'invalid_client' };
    const outcome = await call(app, 'reportRejected', () => client.reportRejected(used, refusal));
    if (outcome === undefined) return;
    app.holds = outcome.registration;
    if (outcome.verdict === 'too-young') await clock.sleep(YOUNG_MS);
    else if (!outcome.replaced) return;
  }
}

/** A call, and what a careful app does after it: it does not lose the record of an error. */
async function call<T>(
  app: App,
  operation: Call['operation'],
  work: () => Promise<T>,
): Promise<T | undefined> {
  const { call: made, value } = await recorded(app, operation, work);
  let unsaved = made.error instanceof UnsavedRegistrationError ? made.error.record : undefined;
  while (unsaved !== undefined) {
    const { record }: { record: typeof unsaved } = { record: unsaved };
    await app.clock.sleep(7000);
    const adoption = await recorded(app, 'adopt', () => app.client.adopt(record));
    const { error } = adoption.call;
    // Deleted since: nothing is left to take over.
    if (error === undefined || (isDcrError(error) && error.code === 'not-registered')) unsaved = undefined;
  }
  return value;
}

async function recorded<T>(
  { world, process }: App,
  operation: Call['operation'],
  work: () => Promise<T>,
): Promise<{ readonly call: Call; readonly value: T | undefined }> {
  const { elapsed } = world.timeline;
  const stalledBefore = process.stalledMs;
  const made: Call = { process, operation, startedAt: elapsed() };
  world.calls.push(made);
  world.note(`${process.name} calls ${operation}`);
  let value: T | undefined;
  try {
    value = await work();
    if (operation === 'ensureRegistered') Object.assign(made, { information: value });
  } catch (error) {
    made.error = error;
  }
  made.endedAt = elapsed();
  made.tookMs = made.endedAt - made.startedAt - (process.stalledMs - stalledBefore);
  world.note(`${process.name} ends ${operation} ${ending(made.error)}`);
  return { call: made, value };
}

function ending(error: unknown): string {
  if (isDcrError(error)) return `${error.code}: ${error.message}`;
  return error === undefined ? 'well' : String(error);
}
