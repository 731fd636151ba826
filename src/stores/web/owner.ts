const PREFIX = 'dcr-client:owner:';

/**
 * Describes this page or worker by a lock that it holds and nobody else asks for (Web Locks): however it ends, the
 * browser gives the lock up. Rejects where there are no locks; then a dead owner is only known by its silence.
 */
export async function holdOwnerLock(timeoutMs: number): Promise<string> {
  const name = `${PREFIX}${globalThis.crypto.randomUUID()}`;
  await new Promise<void>((resolve, reject) => {
    navigator.locks
      .request(name, { signal: AbortSignal.timeout(timeoutMs) }, () => {
        resolve();
        return new Promise(() => undefined);
      })
      .catch(reject);
  });
  return name;
}

/** True only if nobody holds the lock any more. */
export async function ownerIsGone(owner: string): Promise<boolean> {
  if (!owner.startsWith(PREFIX)) return false;
  return navigator.locks.request(owner, { ifAvailable: true }, (lock) => lock !== null);
}
