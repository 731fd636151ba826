import { DcrError, isDcrError } from '../../protocol/errors.js';
import { safeCause } from '../../protocol/redact.js';
import { codeOf } from '../failure.js';

/** Whether a file or directory is not there. */
export function isMissing(error: unknown): boolean {
  return codeOf(error) === 'ENOENT';
}

const REMEDIES: Record<string, string> = {
  EACCES: 'Give this process read and write access to it.',
  EPERM: 'Give this process read and write access to it.',
  EROFS: 'The file system is read-only; choose a writable directory.',
  ENOSPC: 'The disk is full; free some space.',
  EDQUOT: 'The disk quota is used up; free some space.',
  ENOTDIR: 'Part of the path is a file; choose a directory.',
  EEXIST: 'A file stands where a directory should be; choose another directory.',
};

/** Turns what the file system threw into an error that says what to do. */
export function storeFailure(what: string, directory: string, error: unknown): DcrError {
  if (isDcrError(error)) return error;
  const code = codeOf(error);
  const remedy = REMEDIES[code ?? ''] ?? 'Check that the directory exists and is writable.';
  return new DcrError(
    'store-failed',
    `Could not ${what} the registration in ${directory} (${code ?? 'see the cause'}). ${remedy}`,
    {
      cause: safeCause(error, []),
    },
  );
}
