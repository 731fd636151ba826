import type { History } from '../play.js';
import type { Violation } from '../world.js';
import {
  everyClientIsAccountedFor,
  noClientComesBack,
  noClientIsListedTwice,
  nothingOnRecordIsForgotten,
} from './accounted.js';
import { everybodyEndsWithTheSame, nothingAnsweredIsLost } from './credentials.js';
import {
  everyFailureIsTyped,
  nobodyIsRefusedWithoutCause,
  nobodyWaitsForEver,
  theBudgetHolds,
} from './limits.js';

const INVARIANTS: Record<string, (history: History) => string[]> = {
  'every client is accounted for': everyClientIsAccountedFor,
  'nothing on record is forgotten': nothingOnRecordIsForgotten,
  'no client is listed twice': noClientIsListedTwice,
  'no deleted client comes back': noClientComesBack,
  'nothing that was answered is lost': nothingAnsweredIsLost,
  'everybody ends with the same credentials, and they work': everybodyEndsWithTheSame,
  'nobody waits for ever': nobodyWaitsForEver,
  'every failure is typed': everyFailureIsTyped,
  'nobody is refused without a cause': nobodyIsRefusedWithoutCause,
  'the budget holds': theBudgetHolds,
};

/** What is broken in this history: what was seen on the way, and what the end shows. */
export function violationsIn(history: History): Violation[] {
  return [
    ...history.violations,
    ...Object.entries(INVARIANTS).flatMap(([invariant, check]) =>
      check(history).map((detail) => ({ invariant, detail })),
    ),
  ];
}
