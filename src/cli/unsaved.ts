import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { DcrError, UnsavedRegistrationError } from '../index.js';

/** What the store did not take is put into a file for its owner alone: otherwise the client would be lost. */
export async function keepUnsaved<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof UnsavedRegistrationError)) throw error;
    const path = resolve(`dcr-unsaved-${globalThis.crypto.randomUUID()}.json`);
    await writeFile(path, JSON.stringify(error.record, undefined, 2), { mode: 0o600, flag: 'wx' });
    throw new DcrError(
      error.code,
      `${error.message} What was registered has been written to ${path}: it holds the credentials. Mend the store and pass it to adopt() of the package dcr-client.`,
    );
  }
}
