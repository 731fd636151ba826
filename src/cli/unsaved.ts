import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { DcrError, UnsavedRegistrationError } from '../index.js';

/** What the store did not take is put into a file for its owner alone: otherwise the client would be lost. */
export async function keepUnsaved<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw await withRecordKept(error);
  }
}

/** The same failure, saying where the record is that it carried; any other as it is. */
export async function withRecordKept(error: unknown): Promise<unknown> {
  if (!(error instanceof UnsavedRegistrationError)) return error;
  const path = resolve(`dcr-unsaved-${globalThis.crypto.randomUUID()}.json`);
  await writeFile(path, JSON.stringify(error.record, undefined, 2), { mode: 0o600, flag: 'wx' });
  return new DcrError(
    error.code,
    `${error.message} The record has been written to ${path}: it holds the credentials. Mend the store, then take it over: dcr adopt ${path}`,
  );
}
