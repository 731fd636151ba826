import { context } from '@opentelemetry/api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDcrAdmin } from '../../src/admin.js';
import { withTelemetry } from '../../src/integrations/opentelemetry.js';
import { wso2 } from '../../src/servers/wso2.js';
import { createWso2TestServer } from '../../src/testing/index.js';
import { failing } from '../support/failing.js';
import { operators } from '../support/operators.js';
import { contextManager, sdk } from '../support/telemetry.js';

const one = (client_name: string) => ({ client_name, grant_types: ['client_credentials'] as const });
const wish = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ name: `client-${n}`, metadata: one(`client-${n}`) }));

beforeAll(() => {
  context.setGlobalContextManager(contextManager());
});
afterAll(() => context.disable());

function telemetry() {
  const { tracerProvider, meterProvider, collect, spans } = sdk();
  const span = (name: string) =>
    spans()
      .filter((finished) => finished.name === name)
      .at(-1);
  const counted = async (name: string) => (await collect())[name] ?? [];
  return { create: withTelemetry(createDcrAdmin, { tracerProvider, meterProvider }), counted, span };
}

/** An operator with a store, observed. */
function observed() {
  const { server, store, clock } = operators();
  const observing = telemetry();
  const admin = observing.create({
    server: server.metadata(),
    store,
    clock,
    fetch: (url, init) => server.fetch(url, init),
  });
  return { ...observing, server, store, admin };
}

describe('an operator with telemetry', () => {
  test('has a span for each call, with the client that it ended with and no name', async () => {
    const { admin, server, span } = observed();
    const { client_id } = await admin.create(one('a'));
    expect(span('dcr.create')?.attributes).toEqual({
      'dcr.issuer': server.issuer,
      'dcr.client_id': client_id,
      'server.address': 'as.example.test',
      'server.port': 443,
    });
    await admin.patch(client_id, { client_uri: 'https://app.example' });
    await admin.delete(client_id);
    expect(await failing(admin.read(client_id))).toMatchObject({ code: 'not-registered' });
    expect(span('dcr.patch')?.attributes).toMatchObject({ 'dcr.client_id': client_id });
    expect(span('dcr.delete')).toBeDefined();
    expect(span('dcr.read')?.attributes).toMatchObject({ 'error.type': 'not-registered' });
  });

  test('tells of a plan and its report how many, and of what failed which', async () => {
    const { admin, server, span, counted } = observed();
    const plan = await admin.plan(wish(5));
    expect(span('dcr.plan')?.attributes).toMatchObject({ 'dcr.plan.create': 5 });
    server.failNext({ method: 'POST', status: 403, body: { error: 'access_denied' } });
    const told: number[] = [];
    await admin.apply(plan, { concurrency: 1, onProgress: ({ finished }) => told.push(finished) });
    const applied = span('dcr.apply');
    expect(applied?.attributes).toMatchObject({ 'dcr.apply.created': 4, 'dcr.apply.open': 1 });
    expect(applied?.events).toMatchObject([
      {
        name: 'dcr.step_failed',
        attributes: { 'dcr.name': 'client-0', 'dcr.action': 'create', 'error.type': 'forbidden' },
      },
    ]);
    expect(told).toEqual([1, 2, 3, 4, 5]);
    expect(await counted('dcr.admin.steps')).toEqual([
      { value: 1, 'dcr.issuer': server.issuer, 'dcr.action': 'create', 'dcr.outcome': 'failed' },
      { value: 4, 'dcr.issuer': server.issuer, 'dcr.action': 'create', 'dcr.outcome': 'done' },
    ]);
    expect(await admin.apply(await admin.plan(wish(5)))).toMatchObject({ unchanged: 4, created: 1 });
  });

  test('counts registrations once each, with a store', async () => {
    const { admin, counted } = observed();
    await admin.apply(await admin.plan(wish(3)));
    await admin.create(one('a'));
    const made = await counted('dcr.client.registrations');
    expect(made.reduce((sum, { value }) => sum + Number(value), 0)).toBe(4);
  });

  test('counts registrations once each, without a store', async () => {
    const { create, counted } = telemetry();
    const server = createWso2TestServer({});
    const profile = wso2({
      baseUrl: 'https://wso2.example.test',
      credentials: { username: 'admin', password: 'admin' },
    });
    const fetch = (url: string, init: RequestInit) => server.fetch(url, init);
    const admin = create({ issuer: profile.issuer ?? '', profile, fetch });
    await admin.apply(await admin.plan(wish(3)));
    await admin.create(one('a'));
    const made = await counted('dcr.client.registrations');
    expect(made.reduce((sum, { value }) => sum + Number(value), 0)).toBe(4);
  });

  test('has the same methods, answers as before, and lists names without a span', async () => {
    const { admin, server, store, span } = observed();
    const plain = createDcrAdmin({ server: server.metadata(), store });
    expect(Object.keys(admin)).toEqual(Object.keys(plain));
    await admin.create(one('a'));
    const names: string[] = [];
    for await (const name of admin.names()) names.push(name);
    expect(names).toEqual(['a']);
    expect(span('dcr.names')).toBeUndefined();
  });
});
