import { describe, expect, test } from 'vitest';
import { mapConcurrently } from '../../src/operator/concurrently.js';

async function* numbers(count: number, taken: number[] = []): AsyncIterable<number> {
  for (let number = 0; number < count; number += 1) {
    taken.push(number);
    yield number;
  }
}

const turns = async (count: number) => {
  for (let turn = 0; turn < count; turn += 1) await Promise.resolve();
};

describe('what is worked on concurrently', () => {
  test('stands in the order of its source, whichever is done first', async () => {
    const made = await mapConcurrently(numbers(20), 4, async (number) => {
      await turns((number * 7) % 13);
      return `n${number}`;
    });
    expect(made).toEqual(Array.from({ length: 20 }, (_, number) => `n${number}`));
  });

  test('is never more at once than was asked for, and nothing is taken before it is begun', async () => {
    const taken: number[] = [];
    let [under, most, done, ahead] = [0, 0, 0, 0];
    await mapConcurrently(numbers(20, taken), 3, async () => {
      under += 1;
      most = Math.max(most, under);
      ahead = Math.max(ahead, taken.length - done);
      await turns(50);
      under -= 1;
      done += 1;
    });
    expect({ most, under, ahead }).toEqual({ most: 3, under: 0, ahead: 3 });
  });

  test('fails with the first failure, and takes nothing more from its source', async () => {
    const taken: number[] = [];
    const all = mapConcurrently(numbers(100, taken), 2, async (number) => {
      await turns(3);
      if (number === 4) throw new Error('four');
    });
    await expect(all).rejects.toThrow('four');
    await turns(20);
    expect(taken.length).toBeLessThan(10);
  });

  test('fails as its source does', async () => {
    const broken = async function* () {
      yield 1;
      throw new Error('no list');
    };
    await expect(mapConcurrently(broken(), 4, async (number) => number)).rejects.toThrow('no list');
  });
});
