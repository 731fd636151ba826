import { DcrError, type DcrErrorCode, isDcrError } from './errors.js';
import { safeCause } from './redact.js';

/** What a function that gives a credential is called with. */
export interface ProviderCall {
  /** Aborted when nobody waits for the credential any more: the caller gave up, or `timeoutMs` is over. */
  readonly signal?: AbortSignal | undefined;
}

/** A function that gives a credential, anew for each request. */
export type CredentialProvider = (call: ProviderCall) => string | Promise<string>;

/** Calls a caller's own function. What it throws is told by the name that the caller knows it by. */
export async function callProvider(
  provider: CredentialProvider,
  call: ProviderCall,
  { name, code }: { readonly name: string; readonly code: DcrErrorCode },
): Promise<string> {
  try {
    return await provider(call);
  } catch (error) {
    if (isDcrError(error) || call.signal?.aborted) throw error;
    throw new DcrError(code, `The ${name} function failed, so nothing was sent. The cause says why.`, {
      cause: safeCause(error, []),
    });
  }
}
