import { expect, test } from 'vitest';
import { KINDS } from '../processes/places.js';
import { runRounds } from '../processes/rounds.js';

test.each(KINDS)(
  'fifty processes on %s started together twenty times: each time one client, fifty equal answers',
  async (kind) => {
    expect(await runRounds(kind, { size: 50, rounds: 20 })).toEqual([]);
  },
);
