import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { RegistrationError, registerClient } from '../../src/index.js';
import { METADATA, setting } from '../support/client.js';

const posted = {
  substitute: (metadata: object) => ({ ...metadata, token_endpoint_auth_method: 'client_secret_post' }),
};

describe('a server that grants something else', () => {
  test('is accepted without a word more than ever, unless asked otherwise', async () => {
    const { start, warnings, living } = setting(posted);
    const { token_endpoint_auth_method } = await start().ensureRegistered();
    expect(token_endpoint_auth_method).toBe('client_secret_post');
    expect(warnings.map(({ code }) => code)).toEqual(['server-changed-values']);
    expect(living()).toHaveLength(1);
  });

  test('is warned of, with what became of each member', async () => {
    const { start, warnings } = setting(posted);
    await start({ onSubstitution: 'warn' }).ensureRegistered();
    const warning = warnings.find(({ code }) => code === 'substituted');
    expect(warning?.members).toEqual(['token_endpoint_auth_method']);
    expect(warning?.message).toContain('token_endpoint_auth_method was replaced');
  });

  test('is rejected: the client is deleted again, nothing is kept, and it is said', async () => {
    const { start, store, living, changes } = setting(posted);
    const app = start({ onSubstitution: 'reject' });
    const error = await app.ensureRegistered().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(RegistrationError);
    expect(error).toMatchObject({ code: 'substitution-rejected' });
    expect(String(error)).toMatch(/token_endpoint_auth_method was replaced.*deleted again/);
    expect(living()).toEqual([]);
    expect(await app.status()).toMatchObject({ state: 'absent', suspectedOrphans: [] });
    expect(changes.map(({ type }) => type)).toEqual(['rejected']);
    const secret = error instanceof RegistrationError ? error.registration.client_secret : undefined;
    expect(secret).toBeTypeOf('string');
    expect(
      inspect(error, { depth: 9 }) + JSON.stringify(await store.read('https://as.example.test#default')),
    ).not.toContain(secret);
  });

  test('and gives the client that is in use once more: it is rejected and stays', async () => {
    const { start, server, living } = setting({ rotation: 'never' });
    const client = await start().ensureRegistered();
    server.failNext({ method: 'PUT', status: 405 });
    server.failNext({
      method: 'POST',
      status: 201,
      body: { ...client, token_endpoint_auth_method: 'client_secret_post' },
    });
    const app = start({ metadata: { ...METADATA, client_name: 'App 2' }, onSubstitution: 'reject' });
    expect(await app.ensureRegistered().catch((reason) => reason)).toMatchObject({
      code: 'substitution-rejected',
    });
    expect(server.requests().map(({ method }) => method)).not.toContain('DELETE');
    expect(living()).toMatchObject([{ client_id: client.client_id }]);
    expect(await app.status()).toMatchObject({
      client_id: client.client_id,
      retired: [],
      suspectedOrphans: [],
    });
  });

  test('is rejected again at each start, until the budget is used up', async () => {
    const { start, posts, living } = setting(posted);
    const codes = [];
    for (let turn = 0; turn < 4; turn += 1)
      codes.push(
        (
          await start({ onSubstitution: 'reject', registrationBudget: 3 })
            .ensureRegistered()
            .catch((error) => error)
        ).code,
      );
    expect(codes).toEqual([...Array(3).fill('substitution-rejected'), 'registration-budget-exhausted']);
    expect([posts(), living()]).toEqual([3, []]);
  });

  test('is rejected for whoever waited, too, by one registration', async () => {
    const { start, posts } = setting({ ...posted, latencyMs: 50 });
    const outcomes = await Promise.allSettled(
      [1, 2, 3].map(() => start({ onSubstitution: 'reject' }).ensureRegistered()),
    );
    expect(
      outcomes.map((outcome) => (outcome.status === 'rejected' ? outcome.reason.code : 'fulfilled')),
    ).toEqual(Array(3).fill('substitution-rejected'));
    expect(posts()).toBe(1);
  });

  test('a client that cannot be deleted is kept and refused, and no other one is registered', async () => {
    const { start, posts, living } = setting({ ...posted, management: false });
    const reject = { onSubstitution: 'reject' } as const;
    await expect(start(reject).ensureRegistered()).rejects.toThrow(/still exists at the server/);
    await expect(start(reject).ensureRegistered()).rejects.toMatchObject({ code: 'substitution-rejected' });
    expect([posts(), living().length]).toEqual([1, 1]);
    expect((await start(reject).status()).usable).toBe(false);
    // Who accepts it later has it.
    expect((await start().ensureRegistered()).client_id).toBe(living()[0]?.client_id);
  });

  test('a replacement that is rejected leaves the old client in place', async () => {
    let substitutes = false;
    const { start, clock, living } = setting({
      secretExpiresInSeconds: 1000,
      substitute: (metadata) => (substitutes ? posted.substitute(metadata) : { ...metadata }),
    });
    const first = await start({ onSubstitution: 'reject' }).ensureRegistered();
    substitutes = true;
    clock.advance(950_000);
    await expect(start({ onSubstitution: 'reject' }).ensureRegistered()).rejects.toMatchObject({
      code: 'substitution-rejected',
    });
    expect((await start().status()).client_id).toBe(first.client_id);
    expect(living().map(({ client_id }) => client_id)).toEqual([first.client_id]);
  });

  test('the function does the same', async () => {
    const { server, living } = setting(posted);
    const options = { fetch: server.fetch, onSubstitution: 'reject' } as const;
    await expect(registerClient(server.metadata(), METADATA, options)).rejects.toMatchObject({
      code: 'substitution-rejected',
    });
    expect(living()).toEqual([]);
    const warnings: string[] = [];
    const warn = {
      fetch: server.fetch,
      onSubstitution: 'warn',
      onWarning: ({ code }: { code: string }) => warnings.push(code),
    } as const;
    await registerClient(server.metadata(), METADATA, warn);
    expect(warnings).toContain('substituted');
  });

  test('a server that grants what was asked for is no matter, whatever it adds', async () => {
    const { start, warnings } = setting({
      substitute: (metadata) => ({ ...metadata, vendor: true, scope: 'all' }),
    });
    await start({ onSubstitution: 'reject' }).ensureRegistered();
    expect(warnings).toEqual([]);
  });
});
