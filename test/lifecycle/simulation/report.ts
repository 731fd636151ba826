import type { History } from './play.js';
import type { Violation } from './world.js';

/** A history that must not be, for people to read. */
export function report({ trace }: History, violations: readonly Violation[]): string {
  const broken = violations.map(({ invariant, detail }) => `${invariant}: ${detail}`);
  return ['', ...trace, '', ...broken].join('\n');
}
