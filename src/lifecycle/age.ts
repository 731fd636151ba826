/**
 * How long ago a recorded moment was, in milliseconds. One that lies ahead was written by a process with a wrong clock, and
 * must not hold until that time has come.
 */
export function ageMs(at: number, now: number): number {
  return Math.abs(now - at);
}
