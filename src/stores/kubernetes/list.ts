import { DcrError } from '../../protocol/errors.js';
import type { KubernetesSecret, KubernetesSecretList } from './api.js';
import { statusOf } from './failure.js';

/** Secrets asked for at once. */
export const PAGE_SIZE = 100;
/** Asks for the metadata alone: a list of keys needs no records, and they had better not travel. */
export const METADATA_ONLY =
  'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json';

const MAXIMUM_PAGES = 10_000;
const MAXIMUM_EXPIRIES = 10;

/** A page, and where the next one begins. */
export interface Page {
  readonly items: readonly KubernetesSecret[];
  readonly next: string | undefined;
  /** The API server keeps the state that a list began with for some minutes only (410), and then may name a place to go on. */
  readonly isExpired: boolean;
}

export function pageOf({ items, metadata }: KubernetesSecretList): Page {
  if (!Array.isArray(items))
    throw new DcrError(
      'store-failed',
      'What answered as the Kubernetes API gave no list of Secrets. Check the server address of the cluster.',
    );
  return { items, next: metadata?._continue || undefined, isExpired: false };
}

/** The page that an expired list gives. Rethrows any other error. */
export function expiredPage(error: unknown): Page {
  const status = statusOf(error);
  if (status?.code !== 410) throw error;
  return { items: [], next: status.continueToken, isExpired: true };
}

/** All Secrets, page by page. One may come twice: a list that has expired without a place to go on begins again. */
export async function* inPages(
  ask: (continueToken: string | undefined) => Promise<Page>,
): AsyncIterable<KubernetesSecret> {
  let token: string | undefined;
  let expiries = 0;
  for (let pages = 0; pages < MAXIMUM_PAGES && expiries < MAXIMUM_EXPIRIES; pages += 1) {
    const { items, next, isExpired } = await ask(token);
    yield* items;
    if (next === undefined && !isExpired) return;
    if (isExpired) expiries += 1;
    token = next;
  }
  throw new DcrError(
    'store-failed',
    `The list of Secrets had no end after ${MAXIMUM_PAGES} pages, or expired ${MAXIMUM_EXPIRIES} times. Check what answers as the Kubernetes API.`,
  );
}
