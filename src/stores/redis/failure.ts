import { codeOf } from '../failure.js';

/** By the first word of Redis' answer, or by the code of the connection. */
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
  CROSSSLOT: 'Use a client made for clusters, and a prefix without braces.',
};

const UNREACHABLE = 'Check that the server is up and reachable, and that the client is connected.';

/** What Redis or the client calls this failure, and what to do. */
export function explainRedis(error: unknown): { readonly code: string | undefined; readonly remedy: string } {
  const message = error instanceof Error ? error.message : '';
  const code = codeOf(error) ?? /^(?:-?ERR .*?)?([A-Z]{3,})\b/.exec(message)?.[1];
  return { code, remedy: REMEDIES[code ?? ''] ?? UNREACHABLE };
}
