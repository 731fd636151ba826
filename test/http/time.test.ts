import { afterEach, describe, expect, test, vi } from 'vitest';
import { systemTime } from '../../src/http/time.js';

afterEach(() => vi.unstubAllGlobals());

describe('an idle sleep', () => {
  const asleep = () => {
    const controller = new AbortController();
    return { controller, woken: systemTime.sleep(60_000, controller.signal, { idle: true }) };
  };

  test('lets the process end where a timer is an object, as in Node', async () => {
    const unref = vi.fn();
    vi.stubGlobal('setTimeout', () => ({ unref }));
    const { controller, woken } = asleep();
    controller.abort();
    await woken;
    expect(unref).toHaveBeenCalledOnce();
  });

  test('lets the process end where it is a number and the runtime takes that, as in Deno 2.1', async () => {
    const unrefTimer = vi.fn();
    vi.stubGlobal('setTimeout', () => 7);
    vi.stubGlobal('Deno', { unrefTimer });
    const { controller, woken } = asleep();
    controller.abort();
    await woken;
    expect(unrefTimer).toHaveBeenCalledExactlyOnceWith(7);
  });

  test('is an ordinary one where it is a number and nothing else, as in browsers', async () => {
    vi.stubGlobal('setTimeout', () => 7);
    const { controller, woken } = asleep();
    controller.abort();
    await expect(woken).resolves.toBeUndefined();
  });
});
