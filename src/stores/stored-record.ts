import { DcrError } from '../protocol/errors.js';
import { RECORD_FORMAT, type StoredRegistration } from '../protocol/record.js';

/**
 * What a store has read, or `undefined` if it is no registration.
 *
 * @throws DcrError `record-too-new`: it is one of a later version of this package.
 */
export function readStoredRecord(value: unknown): StoredRegistration | undefined {
  if (typeof value !== 'object' || value === null || !('format' in value)) return undefined;
  if (typeof value.format === 'number' && value.format > RECORD_FORMAT) throw tooNew(value.format);
  return isRecord(value) ? value : undefined;
}

/** The same of JSON. */
export function parseStoredRecord(text: string): StoredRegistration | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return readStoredRecord(value);
}

function isRecord(record: object): record is StoredRegistration {
  const lists = ['attempts', 'suspectedOrphans', 'retired'];
  return (
    'format' in record &&
    record.format === RECORD_FORMAT &&
    'issuer' in record &&
    typeof record.issuer === 'string' &&
    'habits' in record &&
    typeof record.habits === 'object' &&
    lists.every((list) => Array.isArray(Object.entries(record).find(([name]) => name === list)?.[1]))
  );
}

function tooNew(format: number): DcrError {
  return new DcrError(
    'record-too-new',
    `The stored registration has format ${format}, this version of dcr-client understands up to ${RECORD_FORMAT}. ` +
      'It was left as it is. Update dcr-client, or use another store or name.',
  );
}
