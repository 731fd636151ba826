import type { FetchLike } from '../../../src/index.js';
import { createTestServer, type TestServer } from '../../../src/testing/index.js';
import { carry } from './link.js';
import { BEGINNING, type SentRequest, type SimulatedProcess, type World } from './world.js';

/** The server of a simulation. */
export function createSimulatedServer({ scenario, timeline }: World): TestServer {
  let names = 0;
  return createTestServer({
    now: () => BEGINNING + timeline.elapsed(),
    random: () => {
      names += 1;
      return String(names);
    },
    rotation: scenario.rotation,
    rotateSecret: scenario.rotateSecret,
    secretExpiresInSeconds: scenario.secretLifetimeSeconds,
    management: scenario.management,
  });
}

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly text: string;
}

/** The way from one process to the server. */
export function fetchOf(
  world: World,
  process: SimulatedProcess,
  { server, onSend }: { readonly server: TestServer; readonly onSend: (request: SentRequest) => void },
): FetchLike {
  return async (url, init) => {
    const { method = 'GET', signal } = init;
    const { elapsed } = world.timeline;
    const request: SentRequest = { process, method, url, attempt: process.attempt, sentAt: elapsed() };
    if (!process.dead) {
      world.requests.push(request);
      onSend(request);
    }
    const { status, headers, text } = await carry<Answer>(world, process, {
      to: 'server',
      kind: 'request',
      what: ` ${method} ${new URL(url).pathname}`,
      latencyMs: 20,
      signal: signal ?? undefined,
      effect: async () => {
        request.effectAt = elapsed();
        const answer = await answerOf(world, server, { url, init });
        request.status = answer.status;
        request.client = clientIn(answer);
        return answer;
      },
      lost: (reached) =>
        new TypeError('fetch failed', { cause: { code: reached === 'no' ? 'ECONNREFUSED' : 'ECONNRESET' } }),
      comeBack: (ms) => ({ status: 503, headers: { 'retry-after': String(Math.ceil(ms / 1000)) }, text: '' }),
      answered: () => {
        request.answeredAt = elapsed();
      },
    });
    return new Response(status === 204 ? null : text, { status, headers });
  };
}

async function answerOf(
  world: World,
  server: TestServer,
  { url, init }: { readonly url: string; readonly init: RequestInit },
): Promise<Answer> {
  const { signal: _gone, ...rest } = init;
  const known =
    world.scenario.deduplicates && init.method === 'POST' && url.endsWith('/register')
      ? sameClient(server, String(init.body))
      : undefined;
  if (known !== undefined) return { status: 200, headers: JSON_TYPE, text: JSON.stringify(known) };
  const response = await server.fetch(url, rest);
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    text: await response.text(),
  };
}

const JSON_TYPE = { 'content-type': 'application/json' };

/** The living client that was registered with these very members, as some servers answer it again. */
function sameClient(server: TestServer, body: string): object | undefined {
  const asked: Record<string, unknown> = JSON.parse(body);
  const found = server
    .clients()
    .find(
      ({ metadata, deletedAt }) =>
        deletedAt === undefined &&
        Object.entries(asked).every(
          ([name, value]) => JSON.stringify(metadata[name]) === JSON.stringify(value),
        ),
    );
  if (found === undefined) return undefined;
  const { metadata, createdAt: _createdAt, deletedAt: _deletedAt, ...registration } = found;
  return { ...metadata, ...registration };
}

function clientIn({ status, text }: Answer): NonNullable<SentRequest['client']> | undefined {
  if (status > 299 || !text.startsWith('{')) return undefined;
  const answered = JSON.parse(text);
  const { client_id, registration_client_uri: uri } = answered;
  const { registration_access_token: token, client_secret: secret } = answered;
  return typeof client_id === 'string' ? { client_id, uri, token, secret } : undefined;
}
