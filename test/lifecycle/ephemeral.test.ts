import { describe, expect, test } from 'vitest';
import { setting } from '../support/client.js';

describe('close', () => {
  test('deletes what an ephemeral client has registered itself', async () => {
    const { start, living } = setting();
    const dcr = start({ ephemeral: true });
    await dcr.ensureRegistered();
    await dcr.close();
    expect(living()).toEqual([]);
    expect(await dcr.status()).toMatchObject({ state: 'deleted' });
  });

  test('leaves alone what others have registered, and what was never meant to go', async () => {
    const { start, living } = setting();
    await start().ensureRegistered();
    const guest = start({ ephemeral: true });
    await guest.ensureRegistered();
    await guest.close();
    expect(living()).toHaveLength(1);
    const kept = setting();
    const dcr = kept.start();
    await dcr.ensureRegistered();
    await dcr.close();
    expect(kept.living()).toHaveLength(1);
  });

  test('waits for a registration that is under way, and deletes that', async () => {
    const { start, living, clock } = setting({ latencyMs: 1000 });
    const dcr = start({ ephemeral: true });
    const registering = dcr.ensureRegistered();
    await clock.sleep(1500);
    await dcr.close();
    await registering;
    expect(living()).toEqual([]);
  });

  test('before anything was registered does nothing', async () => {
    const { start, server } = setting();
    await start({ ephemeral: true }).close();
    expect(server.requests()).toEqual([]);
  });
});
