import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDcrClient, type DcrClientSettings } from '../../src/index.js';
import { withTelemetry } from '../../src/integrations/opentelemetry.js';
import type { TestServerOptions } from '../../src/testing/index.js';
import { METADATA, setting } from '../support/client.js';
import { failing } from '../support/failing.js';
import { contextManager, sdk } from '../support/telemetry.js';

beforeAll(() => {
  context.setGlobalContextManager(contextManager());
});
afterAll(() => context.disable());

function observed(serverOptions: TestServerOptions = {}) {
  const telemetry = sdk();
  const made = setting(serverOptions);
  const { tracerProvider, meterProvider } = telemetry;
  const start = (options: Partial<DcrClientSettings> = {}) =>
    withTelemetry(createDcrClient, { tracerProvider, meterProvider })({
      issuer: made.server.issuer,
      metadata: METADATA,
      store: made.store,
      clock: made.clock,
      random: () => 0.5,
      fetch: (url, init) => made.server.fetch(url, init),
      ...options,
    });
  return { ...made, ...telemetry, start };
}

const TARGET = { 'dcr.name': 'default', 'dcr.issuer': 'https://as.example.test' };
const named = (spans: readonly ReadableSpan[], name: string) =>
  spans.find((span) => span.name === name) ?? raise(name);
const raise = (name: string): never => {
  throw new Error(`no span ${name}`);
};

describe('spans', () => {
  test('each call has one, with what is known of it', async () => {
    const { start, spans } = observed();
    const dcr = start();
    const { client_id } = await dcr.ensureRegistered();
    const span = named(spans(), 'dcr.ensure_registered');
    expect(span.attributes).toEqual({
      ...TARGET,
      'server.address': 'as.example.test',
      'server.port': 443,
      'dcr.client_id': client_id,
    });
    expect([span.kind, span.status.code, span.instrumentationScope.name]).toEqual([
      SpanKind.INTERNAL,
      SpanStatusCode.UNSET,
      'dcr-client',
    ]);
    expect(span.events.map(({ name }) => name)).toContain('dcr.registered');
    await dcr.status();
    await dcr.renewCredentials();
    await dcr.reportRejected({ client_id: 'other' });
    expect(named(spans(), 'dcr.status').attributes).toMatchObject({
      'dcr.state': 'registered',
      'dcr.usable': true,
    });
    expect(named(spans(), 'dcr.renew_credentials').attributes).toMatchObject({ 'dcr.client_id': client_id });
    expect(named(spans(), 'dcr.report_rejected').attributes).toMatchObject({
      'dcr.client_id': client_id,
      'dcr.verdict': 'superseded',
      'dcr.replaced': true,
    });
  });

  test('every method is observed, whichever there are, and answers as before', async () => {
    const { start, spans, server, store } = observed();
    const plain = createDcrClient({ issuer: server.issuer, metadata: METADATA, store });
    const dcr = start();
    expect(Object.keys(dcr)).toEqual(Object.keys(plain));
    const client = await dcr.ensureRegistered();
    await dcr.server();
    await dcr.status();
    await dcr.read();
    await dcr.patch({ client_name: 'Renamed' });
    await dcr.update({ ...METADATA, client_name: 'Again' });
    await dcr.adopt(await dcr.ensureRegistered());
    await dcr.renewCredentials();
    await dcr.reportAccepted(client);
    await dcr.reportRejected(client, { error: 'slow_down' });
    dcr.startRenewal();
    await dcr.delete();
    await dcr.close();
    const expected = Object.keys(plain).filter((name) => name !== 'startRenewal');
    expect(new Set(spans().map(({ name }) => name))).toEqual(
      new Set(
        expected.map((name) => `dcr.${name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`),
      ),
    );
  });

  test("hang on the app's active span, and what happens in a call hangs on its own", async () => {
    const { start, spans, tracerProvider, server } = observed();
    const tracer = tracerProvider.getTracer('app');
    const dcr = start({
      fetch: async (url, init) =>
        tracer.startActiveSpan('http', (span) => server.fetch(url, init).finally(() => span.end())),
    });
    await tracer.startActiveSpan('start-up', async (span) => {
      await dcr.ensureRegistered();
      span.end();
    });
    const all = spans();
    const own = named(all, 'dcr.ensure_registered');
    expect(own.parentSpanContext?.spanId).toBe(named(all, 'start-up').spanContext().spanId);
    const inside = all.filter(({ name }) => name === 'http');
    expect(inside.length).toBeGreaterThan(1);
    for (const { parentSpanContext } of inside)
      expect(parentSpanContext?.spanId).toBe(own.spanContext().spanId);
  });

  test('work in the background hangs on no span of the start', async () => {
    const { start, spans, tracerProvider, server, clock } = observed({
      secretExpiresInSeconds: 1000,
      rotateSecret: 'on-update',
    });
    const tracer = tracerProvider.getTracer('app');
    const dcr = start({
      fetch: async (url, init) =>
        tracer.startActiveSpan('http', (span) => server.fetch(url, init).finally(() => span.end())),
    });
    await dcr.ensureRegistered();
    const before = spans().length;
    await tracer.startActiveSpan('start-up', async (span) => {
      dcr.startRenewal();
      span.end();
    });
    await expect
      .poll(() => {
        clock.advance(100_000);
        return spans().length;
      })
      .toBeGreaterThan(before + 1);
    await dcr.close();
    const later = spans()
      .slice(before)
      .filter(({ name }) => name === 'http');
    expect(later.map(({ parentSpanContext }) => parentSpanContext)).toEqual(later.map(() => undefined));
  });

  test('a failure is the status, the type, and an exception', async () => {
    const { start, spans } = observed({ initialAccessToken: 'needed' });
    const error = await failing(start().ensureRegistered());
    const { attributes, status, events } = named(spans(), 'dcr.ensure_registered');
    expect(status).toEqual({ code: SpanStatusCode.ERROR, message: 'unauthorized' });
    expect(attributes).toMatchObject({ 'error.type': 'unauthorized', 'http.response.status_code': 401 });
    expect(events.find(({ name }) => name === 'exception')?.attributes).toMatchObject({
      'exception.message': error.message,
    });
  });

  test('the reason of an abort is not shown', async () => {
    const { start, spans } = observed();
    const reason = new Error('planted-in-a-reason');
    await expect(start().ensureRegistered({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    await expect(start().read({ signal: AbortSignal.abort('planted-in-a-reason') })).rejects.toBe(
      'planted-in-a-reason',
    );
    expect(named(spans(), 'dcr.ensure_registered').attributes['error.type']).toBe('Error');
    expect(named(spans(), 'dcr.read').attributes['error.type']).toBe('_OTHER');
    expect(exported(spans())).not.toContain('planted-in-a-reason');
  });
});

describe('metrics', () => {
  test('registrations are counted: the first, planned ones, and others', async () => {
    const { start, collect, clock } = observed({ secretExpiresInSeconds: 1000, management: false });
    await start().ensureRegistered();
    clock.advance(950_000);
    await start().ensureRegistered();
    clock.advance(1_100_000);
    await start().ensureRegistered();
    const { 'dcr.client.registrations': counted, 'dcr.client.changes': changes } = await collect();
    expect(counted).toEqual([
      { value: 1, ...TARGET, 'dcr.registration': 'first', 'dcr.reason': 'nothing is stored' },
      { value: 1, ...TARGET, 'dcr.registration': 'planned', 'dcr.reason': 'the secret ends soon' },
      { value: 1, ...TARGET, 'dcr.registration': 'replaced', 'dcr.reason': 'the secret has ended' },
    ]);
    expect(changes).toEqual(
      expect.arrayContaining([
        { value: 1, ...TARGET, 'dcr.change': 'registered' },
        { value: 2, ...TARGET, 'dcr.change': 'replaced' },
      ]),
    );
  });

  test('requests are counted, repeated ones and failed ones too', async () => {
    const { start, collect, server } = observed();
    let refusals = 1;
    const dcr = start({
      fetch: async (url, init) => {
        if (init.method === 'POST' && refusals-- > 0)
          return new Response('', { status: 503, headers: { 'retry-after': '1' } });
        if (init.method === 'PUT') throw new TypeError('fetch failed');
        return server.fetch(url, init);
      },
    });
    await dcr.ensureRegistered();
    await failing(dcr.patch({ client_name: 'Other' }));
    const { 'dcr.client.requests': counted = [] } = await collect();
    const posts = counted.filter(
      (point) => 'http.request.method' in point && point['http.request.method'] === 'POST',
    );
    expect(posts).toEqual([
      { value: 1, ...TARGET, 'http.request.method': 'POST', 'http.response.status_code': 503 },
      { value: 1, ...TARGET, 'http.request.method': 'POST', 'http.response.status_code': 201 },
    ]);
    expect(counted).toContainEqual({
      value: 1,
      ...TARGET,
      'http.request.method': 'PUT',
      'error.type': 'network',
    });
  });

  test('the time until the secret ends is seen at each collection, without a request, until close', async () => {
    const { start, collect, clock, server, store } = observed({ secretExpiresInSeconds: 1000 });
    let reads = 0;
    const read: typeof store.read = (...given) => {
      reads += 1;
      return store.read(...given);
    };
    const dcr = start({ store: { ...store, read } });
    expect((await collect())['dcr.client.secret.time_to_expiry']).toBeUndefined();
    await dcr.ensureRegistered();
    const requests = server.requests().length;
    const left = async () => (await collect())['dcr.client.secret.time_to_expiry']?.[0];
    expect(await left()).toEqual({ value: expect.closeTo(1000, -1), ...TARGET });
    clock.advance(600_000);
    expect(await left()).toMatchObject({ value: expect.closeTo(400, -1) });
    clock.advance(600_000);
    expect(await left()).toMatchObject({ value: expect.closeTo(-200, -1) });
    expect(server.requests().length).toBe(requests);
    await dcr.close();
    reads = 0;
    expect(await left()).toBeUndefined();
    expect(reads).toBe(0);
  });

  test('the time until the token ends is seen where it is known, and nothing for secrets without an end', async () => {
    const { start, collect, store, clock } = observed();
    await start().ensureRegistered();
    const entry = (await store.read('https://as.example.test#default')) ?? raise('record');
    const tokenExpiresAt = clock.now() + 90_000;
    await store.write('https://as.example.test#default', { ...entry.record, tokenExpiresAt }, entry.version);
    const found = await collect();
    expect(found['dcr.client.token.time_to_expiry']).toEqual([{ value: expect.closeTo(90, 0), ...TARGET }]);
    expect(found['dcr.client.secret.time_to_expiry']).toBeUndefined();
  });

  test('a store that cannot be read leaves a gap, and breaks neither the collection nor the app', async () => {
    const { start, collect, store } = observed();
    await start().ensureRegistered();
    start({
      name: 'broken',
      store: { ...store, read: () => Promise.reject(new Error('down')) },
      timeoutMs: 100,
    });
    const found = await collect();
    expect(found['dcr.client.registrations']).toHaveLength(1);
  });
});

describe('what is exported', () => {
  test('tells several clients apart, and of an account only the issuer that was found', async () => {
    const { server, start, collect, spans, store, clock, tracerProvider, meterProvider } = observed({
      accounts: { 'acct:joe@example.com': 'https://as.example.test' },
    });
    const byAccount = withTelemetry(createDcrClient, { tracerProvider, meterProvider })({
      account: 'joe@example.com',
      metadata: METADATA,
      store,
      clock,
      fetch: (url, init) => server.fetch(url, init),
    });
    await collect();
    await byAccount.ensureRegistered();
    await start({ name: 'second' }).ensureRegistered();
    const points = await collect();
    await byAccount.status();
    expect(exported(spans(), points)).not.toContain('joe');
    expect(spans().at(-1)?.attributes).toMatchObject(TARGET);
    expect(points['dcr.client.registrations']).toContainEqual(
      expect.objectContaining({ 'dcr.name': 'second' }),
    );
  });

  test('holds no secret, whatever happened', async () => {
    const { start, collect, spans, server } = observed({
      rotation: 'on-both',
      rotateSecret: 'on-both',
      secretExpiresInSeconds: 1000,
      initialAccessToken: 'planted-initial-token',
    });
    const dcr = start({ initialAccessToken: 'planted-initial-token' });
    const secrets = new Set<unknown>(['planted-initial-token', 'planted-software-statement']);
    const note = () => {
      for (const { client_secret, registration_access_token } of server.clients())
        secrets.add(client_secret).add(registration_access_token);
    };
    for (const call of [
      () => dcr.ensureRegistered(),
      () => dcr.read(),
      () => dcr.patch({ client_name: 'Other' }),
      () => dcr.renewCredentials(),
      async () => dcr.adopt(await dcr.ensureRegistered()),
      async () => dcr.reportRejected(await dcr.ensureRegistered(), { error: 'invalid_client' }),
      () => start({ name: 'refused', initialAccessToken: 'planted-wrong-token' }).ensureRegistered(),
      () =>
        start({
          name: 'echoed',
          initialAccessToken: 'planted-initial-token',
          fetch: async (url, init) =>
            init.method === 'POST'
              ? Response.json({ error: 'nope', error_description: JSON.stringify(init) }, { status: 400 })
              : server.fetch(url, init),
        }).ensureRegistered(),
      () => dcr.delete(),
    ]) {
      await call().catch(() => undefined);
      note();
    }
    secrets.add('planted-wrong-token').delete(undefined);
    const text = exported(spans(), await collect());
    expect(spans().length).toBeGreaterThan(9);
    expect(secrets.size).toBeGreaterThan(6);
    for (const secret of secrets) expect(text).not.toContain(secret);
  });
});

describe('withTelemetry', () => {
  test("tells the app's own listeners as before, and what they throw is ignored", async () => {
    const { start } = observed();
    const told: string[] = [];
    const dcr = start({
      onChange: ({ type }) => {
        told.push(type);
        throw new Error('a bug of the app');
      },
    });
    await dcr.ensureRegistered();
    expect(told).toEqual(['registered']);
  });

  test('without any SDK the app works as if nothing were there', async () => {
    const { server, store, clock } = setting();
    const dcr = withTelemetry(createDcrClient)({
      issuer: server.issuer,
      metadata: METADATA,
      store,
      clock,
      fetch: (url, init) => server.fetch(url, init),
    });
    expect((await dcr.ensureRegistered()).client_id).toBeTypeOf('string');
    expect(trace.getActiveSpan()).toBeUndefined();
    await dcr.close();
  });

  test('misspelt options are refused, as the core refuses its own', () => {
    expect(() => withTelemetry(createDcrClient, { tracer: 1 } as never)).toThrow(/no option "tracer"/);
    const { start } = observed();
    expect(() => withTelemetry(createDcrClient)(undefined as never)).toThrow(/must be an object/);
    expect(() => start({ isuer: 'x' } as never)).toThrow(/no option "isuer"/);
    expect(() =>
      withTelemetry(createDcrClient)({
        issuer: 'https://as.example',
        store: setting().store,
        // @ts-expect-error a misspelt member, as with createDcrClient itself
        metadata: { client_nam: 'App' },
      }),
    ).not.toThrow();
  });
});

/** Everything that left, as text. */
function exported(spans: readonly ReadableSpan[], points: unknown = {}): string {
  return JSON.stringify([
    spans.map(({ name, attributes, events, status, links }) => ({ name, attributes, events, status, links })),
    points,
  ]);
}
