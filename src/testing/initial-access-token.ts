import type { InitialAccessTokenRule } from './options.js';

/** Decides who may register, and remembers which tokens are used up. */
export interface InitialAccess {
  allows(token: string | undefined): boolean | Promise<boolean>;
  /** After a registration: a token for one use has had it. False when another request was faster. */
  use(token: string | undefined): boolean;
  /** Makes used tokens good again. */
  reset(): void;
  /** True for a token that was configured, so that the log can hide it. */
  knows(text: string): boolean;
}

export function createInitialAccess(rule: InitialAccessTokenRule | undefined): InitialAccess {
  if (rule === undefined) return { allows: () => true, use: () => true, reset: () => {}, knows: () => false };
  if (typeof rule === 'function') {
    return { allows: rule, use: () => true, reset: () => {}, knows: () => false };
  }
  if (typeof rule === 'string') {
    return {
      allows: (token) => token === rule,
      use: () => true,
      reset: () => {},
      knows: (text) => text === rule,
    };
  }
  let unused = new Set(rule.singleUse);
  return {
    allows: (token) => token !== undefined && unused.has(token),
    use: (token) => token !== undefined && unused.delete(token),
    reset: () => {
      unused = new Set(rule.singleUse);
    },
    knows: (text) => rule.singleUse.includes(text),
  };
}
