import { codeOf } from '../failure.js';

/** By a word of Redis' answer. */
const REMEDIES: Record<string, string> = {
  WRONGTYPE: 'Something else uses this key; give the store a prefix of its own.',
  NOAUTH: 'Give the client the user and password of the server.',
  WRONGPASS: 'Check the user and password that the client was given.',
  NOPERM:
    'Let the user of the client run EVAL, EXISTS, HMGET, HGET, HSET, DEL, RENAME, SCAN and PUBLISH on the keys of the store.',
  OOM: 'The memory of the server is used up and nothing was written; free some, or raise maxmemory.',
  READONLY: 'The client talks to a replica; connect it to the primary.',
  MISCONF: 'The server cannot save to its disk and so takes no writes; see its log.',
  NOREPLICAS: 'The server waits for more replicas before it takes writes.',
  LOADING: 'The server is still loading its data; try again.',
  CLUSTERDOWN: 'The cluster is not complete; try again once it is.',
  MOVED: 'The server is one node of a cluster; use a client made for clusters.',
  EVAL: 'This server runs no scripts; allow EVAL.',
  CROSSSLOT: 'Use a client made for clusters, and a prefix without braces.',
};

const UNREACHABLE = 'Check that the server is up and reachable, and that the client is connected.';

/** What Redis or the client calls this failure, and what to do. */
export function explainRedis(error: unknown): { readonly code: string | undefined; readonly remedy: string } {
  const message = error instanceof Error ? error.message : '';
  // Older servers put an error inside a script behind words of their own.
  const known = Object.keys(REMEDIES).find((word) => new RegExp(`\\b${word}\\b`).test(message));
  const code = known ?? codeOf(error) ?? /^[A-Z]{3,}\b/.exec(message)?.[0];
  return { code, remedy: REMEDIES[code ?? ''] ?? UNREACHABLE };
}
