import { describe, expect, onTestFinished, test } from 'vitest';
import { startOidcProvider } from '../../interop/servers/oidc-provider.js';
import { patchTogether } from '../../processes/fleet.js';
import { KINDS, openPlace } from '../../processes/places.js';
import { runRounds } from '../../processes/rounds.js';

describe.each(KINDS)('many processes on %s', (kind) => {
  test('fifty started together: one client, fifty equal answers', async () => {
    expect(await runRounds(kind, { size: 50, rounds: 1 })).toEqual([]);
  }, 180_000);

  test('two that patch at once twenty times lose no patch, and the last token works', async () => {
    const [provider, { place, end }] = await Promise.all([
      startOidcProvider({ rotate: true }),
      openPlace(kind),
    ]);
    onTestFinished(async () => void (await Promise.all([provider.close(), end()])));
    expect(await patchTogether(place, provider, 20)).toEqual([]);
  }, 180_000);
});
