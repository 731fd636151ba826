import { expect, test } from 'vitest';
import { type ClientInformation, createDcrClient, type DcrClient, memoryStore } from '../../src/index.js';
import { createTestServer } from '../../src/testing/index.js';
import { virtualClock } from '../support/virtual-clock.js';
import { warmUp } from './simulation/warm-up.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;
const REPLICAS = 3;

/** Once in thirty days the server answers nobody for six hours. */
const isOutage = (elapsed: number) =>
  elapsed % (30 * DAY) >= 29 * DAY && elapsed % (30 * DAY) < 29 * DAY + 6 * HOUR;

/** A server that replaces tokens and secrets at each update, whose secrets last an hour, and that may forget or be silent. */
function setting() {
  const clock = virtualClock();
  const elapsed = clock.monotonic;
  const server = createTestServer({
    now: clock.now,
    sleep: clock.sleep,
    latencyMs: 20,
    secretExpiresInSeconds: HOUR / 1000,
    rotation: 'on-update',
    rotateSecret: 'on-update',
  });
  const store = memoryStore();
  const made = new Set<string>();
  let requests = 0;
  const fetch = async (url: string, init: RequestInit): Promise<Response> => {
    requests += 1;
    if (isOutage(elapsed())) return silence(init.signal);
    const answer = await server.fetch(url, init);
    if (init.method === 'POST') for (const { client_id } of server.clients()) made.add(client_id);
    return answer;
  };
  const start = (revision: number) =>
    createDcrClient({
      issuer: server.issuer,
      metadata: {
        client_name: `App, edition ${revision}`,
        grant_types: ['client_credentials'],
        token_endpoint_auth_method: 'client_secret_basic',
      },
      revision,
      store,
      clock,
      fetch,
    });
  /** The status that the token endpoint answers; `undefined`: it does not. */
  const requestToken = async ({
    client_id,
    client_secret,
  }: ClientInformation): Promise<number | undefined> => {
    const limit = new AbortController();
    void clock.sleep(10_000, limit.signal).then(() => limit.abort());
    const answer = fetch(String(server.metadata().token_endpoint), {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${client_id}:${client_secret}`)}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
      signal: limit.signal,
    });
    return answer
      .then(({ status }) => status)
      .catch(() => undefined)
      .finally(() => limit.abort());
  };
  return { clock, elapsed, server, start, requestToken, made, requests: () => requests };
}

/** No answer, however long one waits. */
function silence(signal: AbortSignal | null | undefined): Promise<never> {
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

type Setting = ReturnType<typeof setting>;

/** Gets a token, as an app is told to do it. False: it got none. */
async function work({ clock, requestToken }: Setting, dcr: DcrClient): Promise<boolean> {
  let registration = await dcr.ensureRegistered();
  for (let tries = 0; tries < 3; tries += 1) {
    const status = await requestToken(registration);
    if (status === undefined) return false;
    if (status === 200) {
      await dcr.reportAccepted(registration);
      return true;
    }
    const outcome = await dcr.reportRejected(registration, { status, error: 'invalid_client' });
    registration = outcome.registration;
    if (outcome.verdict === 'too-young') await clock.sleep(MINUTE);
  }
  return false;
}

/** A time in which a replica got no token. */
interface Gap {
  readonly from: number;
  readonly to: number;
}

/** Used every hour on two days of a week, and every four hours on the others. */
const isUsed = (hour: number) => Math.floor(hour / 24) % 7 < 2 || hour % 4 === 0;

/** One replica, mostly used at another minute than others, restarted every third day, given new metadata every thirty days. */
async function replica(year: Setting, number: number): Promise<Gap[]> {
  const { clock, elapsed, start } = year;
  const gaps: Gap[] = [];
  let dcr = start(0);
  let started = 0;
  let failingSince: number | undefined;
  for (let hour = 0; hour * HOUR < YEAR; hour += 1) {
    if (!isUsed(hour)) continue;
    const offset = hour % 6 === 0 ? number : number * 20 * MINUTE;
    await clock.sleep(Math.max(hour * HOUR + offset - elapsed(), 0));
    const day = Math.floor((elapsed() - number * HOUR) / DAY);
    if (day >= started + 3) {
      started = day;
      dcr = start(Math.max(Math.floor(day / 30), 0));
    }
    const began = elapsed();
    const worked = await work(year, dcr).catch(() => false);
    if (!worked) failingSince ??= began;
    else if (failingSince !== undefined || elapsed() - began > 1000) {
      gaps.push({ from: failingSince ?? began, to: elapsed() });
      failingSince = undefined;
    }
  }
  return gaps;
}

test('a year of short secrets, restarts, outages and a server that forgets: one client more than it forgot', async () => {
  await warmUp();
  const startedAt = performance.now();
  const year = setting();
  let forgettings = 0;
  const forgetting = (async () => {
    for (let week = 1; week * 7 * DAY < YEAR; week += 1) {
      await year.clock.sleep(week * 7 * DAY + 3 * HOUR + 11 * MINUTE - year.elapsed());
      forgettings += 1;
      year.server.restart();
    }
  })();
  const gaps = (
    await Promise.all(Array.from({ length: REPLICAS }, (_, number) => replica(year, number)))
  ).flat();
  await forgetting;
  const hours = (kind: 'in outages' | 'else') =>
    gaps
      .filter(({ from }) => isOutage(from) === (kind === 'in outages'))
      .reduce((sum, { from, to }) => sum + to - from, 0) / HOUR;
  const found = {
    clients: year.made.size,
    requests: year.requests(),
    hoursWithoutTokenInOutages: hours('in outages') / REPLICAS,
    hoursWithoutTokenElse: hours('else') / REPLICAS,
  };
  console.log(found, `${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
  expect(found.clients).toBe(forgettings + 1);
  expect(found.hoursWithoutTokenElse).toBe(0);
  // Twelve outages of six hours, each noticed and left behind by the next use.
  expect(found.hoursWithoutTokenInOutages).toBeLessThanOrEqual(12 * (6 + 4));
  expect(found.requests).toBeLessThan(30_000);
}, 300_000);
