import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { OidcProvider } from '../interop/servers/oidc-provider.js';
import { rawRead, rawToken } from '../interop/servers/raw.js';
import { type App, clientOf, launch, type Place, succeeded } from './launch.js';
import { problemsOf } from './problems.js';

/** Processes that share a store, loaded and waiting. */
export interface Fleet {
  readonly apps: readonly App[];
  end(): Promise<void>;
}

/** Starts that many at once, and waits until all have loaded. */
export async function launchFleet(place: Place, size: number): Promise<Fleet> {
  const apps = await Promise.all(Array.from({ length: size }, () => launch(place)));
  return { apps, end: async () => void (await Promise.all(apps.map((app) => app.end()))) };
}

/** What came of one start of a whole fleet. */
export interface Round {
  /** Milliseconds from the word to the last answer. */
  readonly took: number;
  /** What is against the rules, in words. */
  readonly problems: readonly string[];
}

/** Lets all processes start the same app at once. */
export async function startTogether({ apps }: Fleet, provider: OidcProvider, name: string): Promise<Round> {
  const task = { issuer: provider.issuer, name, client_name: name, steps: [['ensureRegistered']] } as const;
  const seenBefore = provider.seen.length;
  const startedAt = performance.now();
  const outcomes = await Promise.all(apps.map((app) => app.perform(task)));
  const took = performance.now() - startedAt;
  const clients = outcomes.map((outcome) => clientOf(succeeded(outcome)));
  const [client, ...others] = clients;
  const posts = provider.seen.slice(seenBefore).filter(({ method }) => method === 'POST').length;
  const living = [...provider.registered.values()].filter((registered) => registered === name).length;
  const token = await rawToken(provider.issuer, {
    client_id: client?.client_id ?? '',
    client_secret: client?.client_secret ?? '',
  });
  const read = await rawRead(client ?? {});
  const problems = problemsOf({
    [`${posts} POSTs`]: posts === 1,
    [`${living} clients`]: living === 1,
    'the answers differ': others.every((other) => isDeepStrictEqual(other, client)),
    'the credentials do not work': token.status === 200,
    'the token does not work': read.status === 200,
  });
  return { took, problems };
}

/** How long a process takes that has just loaded and is alone: the middle of three. Milliseconds. */
export async function registerAlone(place: Place, provider: OidcProvider): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < 3; n += 1) {
    const app = await launch(place);
    times.push(await timeOfRegistration(app, provider));
    await app.end();
  }
  return middleOf(times);
}

/** The same of one that has done it before. */
export async function registerAgain(app: App, provider: OidcProvider): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < 5; n += 1) times.push(await timeOfRegistration(app, provider));
  return middleOf(times);
}

async function timeOfRegistration(app: App, { issuer }: OidcProvider): Promise<number> {
  const name = `alone ${randomUUID()}`;
  const task = { issuer, name, client_name: name, steps: [['ensureRegistered']] } as const;
  return succeeded(await app.perform(task)).took;
}

/** The median. */
export function middleOf(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

/** Two processes that each patch a member of their own so many times. Says what was lost, in words. */
export async function patchTogether(place: Place, provider: OidcProvider, times: number): Promise<string[]> {
  const app = { issuer: provider.issuer, name: 'patched', client_name: 'patched' };
  const start = { ...app, steps: [['ensureRegistered']] } as const;
  const patches = (member: string) => ({
    ...app,
    steps: Array.from({ length: times }, (_, n) => ['patch', { [member]: uriOf(n + 1) }] as const),
  });
  const [one, other] = await Promise.all([launch(place), launch(place)]);
  try {
    succeeded(await one.perform(start));
    const outcomes = await Promise.all([
      one.perform(patches('client_uri')),
      other.perform(patches('policy_uri')),
    ]);
    for (const outcome of outcomes) succeeded(outcome);
    const { status, body } = await rawRead(clientOf(succeeded(await one.perform(start))));
    const puts = provider.seen.filter((seen) => seen.method === 'PUT' && seen.status === 200).length;
    return problemsOf({
      'the last token does not work': status === 200,
      'a patch was lost': body.client_uri === uriOf(times) && body.policy_uri === uriOf(times),
      [`${puts} updates`]: puts === 2 * times,
    });
  } finally {
    await Promise.all([one.end(), other.end()]);
  }
}

const uriOf = (n: number) => `https://app.example/${n}`;
