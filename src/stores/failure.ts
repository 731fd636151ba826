import { withLimit } from '../http/limit.js';
import { systemTime } from '../http/time.js';
import { DcrError, isDcrError } from '../protocol/errors.js';
import { safeCause } from '../protocol/redact.js';
import type { StoreOptions } from './types.js';

/** Longest wait for one answer of a backend. */
export const DEFAULT_STORE_TIMEOUT_MS = 5000;

/** Somebody else has written since the caller read. */
export function storeConflict(key: string): DcrError {
  return new DcrError(
    'store-conflict',
    `The registration under ${JSON.stringify(key.slice(0, 200))} was changed by somebody else. Read it again.`,
  );
}

/** What is asked of a backend, and what to say when it fails. */
export interface BackendCall {
  /** As in "could not … the registration". */
  readonly verb: string;
  /** As in "could not read the registration in …". */
  readonly place: string;
  readonly timeoutMs: number;
  readonly options: StoreOptions | undefined;
  /** What the backend calls this failure, and what to do about it. */
  readonly explain: (error: unknown) => { readonly code: string | undefined; readonly remedy: string };
  /** What to do when no answer comes, where it is no server that is asked. */
  readonly late?: string;
  /** What is sent, if it holds secrets: a backend may repeat it in its words. */
  readonly sent?: unknown;
}

/**
 * Asks a backend, within a limit: drivers keep what they are given in line while the server is away, some for ever.
 * What comes late may still be applied, as with any failure; comparing versions makes that harmless.
 */
export async function callBackend<T>(
  call: BackendCall,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { verb, place, timeoutMs, options, explain } = call;
  const failed = (what: string, remedy: string, cause?: unknown) =>
    new DcrError('store-failed', `Could not ${verb} the registration in ${place} (${what}). ${remedy}`, {
      cause,
    });
  const late = () =>
    failed(
      `no answer in ${timeoutMs} ms`,
      call.late ??
        'Check that the server is up and reachable and not overloaded, or raise timeoutMs of the store.',
    );
  try {
    return await withLimit({ signal: options?.signal, timeoutMs, time: systemTime }, late, work);
  } catch (error) {
    if (isDcrError(error) || options?.signal?.aborted) throw error;
    const { code, remedy } = explain(error);
    throw failed(code ?? 'see the cause', remedy, safeCause(error, secretsIn(call.sent)));
  }
}

/** The `code` of an error, as Node and many drivers have it. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

const SECRET = /_(?:secret|token)$|^otherSecret$/;

/** Every text that stands under a member that is a secret or a token. */
export function secretsIn(value: unknown, isSecret = false): string[] {
  if (typeof value === 'string') return isSecret ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => secretsIn(member, SECRET.test(name)));
}

/** Options that all stores over a network have. @throws DcrError `invalid-option` */
export function checkTimeout(timeoutMs: unknown, where: string): void {
  if (typeof timeoutMs === 'number' && timeoutMs > 0 && timeoutMs <= 2 ** 31 - 1) return;
  throw new DcrError('invalid-option', `${where}: timeoutMs must be a number of milliseconds above 0.`);
}
