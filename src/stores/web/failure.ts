import { DcrError } from '../../protocol/errors.js';

const INSTEAD =
  'Where nothing can be kept, memoryStore() registers anew at each start; a back end can keep the registration instead.';

/** By the name of the browser's error. */
const REMEDIES: Record<string, string> = {
  QuotaExceededError:
    'The browser has no room left for this site: let it free some, or see navigator.storage.estimate() for what takes it.',
  SecurityError: `The browser lets this page keep nothing (a sandboxed frame, a page without an origin, blocked cookies). ${INSTEAD}`,
  InvalidStateError: `The browser closed the database or does not open it (a private window, site data being cleared). Load the page again. ${INSTEAD}`,
  NotFoundError: 'This database is another program\u2019s: give webStore a database of its own.',
};

/** What the browser calls this failure, and what to do. */
export function explainBrowser(error: unknown): {
  readonly code: string | undefined;
  readonly remedy: string;
} {
  const code = error instanceof Error ? error.name : undefined;
  return {
    code,
    remedy: REMEDIES[code ?? ''] ?? 'Load the page again; if it stays, clear the data of this site.',
  };
}

/** Tabs that do not let go of the database are the only thing that takes so long. */
export const LATE =
  'Another tab of this site may hold it, with an older version of the app: close those tabs and try again.';

/** No IndexedDB here. */
export function noIndexedDb(): DcrError {
  return new DcrError(
    'store-failed',
    'webStore: there is no IndexedDB here. It is for windows and workers of browsers; on Node, Deno and Bun use fileStore from ' +
      `dcr-client/stores/file. ${INSTEAD}`,
  );
}

/** The database has a later layout than this package knows. */
export function databaseTooNew(database: string): DcrError {
  return new DcrError(
    'record-too-new',
    `The database ${JSON.stringify(database)} was made by a newer version of dcr-client, or by another program. It was left as ` +
      'it is. Update dcr-client, or give webStore another database.',
  );
}
