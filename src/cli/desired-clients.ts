import type { DesiredClient } from '../admin.js';
import { UsageError } from './failures.js';
import { asMetadata, isObject } from './metadata.js';

/** The clients that are to be there: a list of `{ name, metadata, revision? }`, or an object from name to metadata. */
export function desiredClients(value: unknown): readonly DesiredClient[] {
  if (Array.isArray(value)) return value.map(fromList);
  if (!isObject(value)) throw new UsageError(`The clients must be ${SHAPES}.`);
  return Object.entries(value).map(([name, metadata]) => {
    if (!isObject(metadata))
      throw new UsageError(`The metadata of ${JSON.stringify(name)} must be an object.`);
    return { name, metadata: asMetadata(metadata) };
  });
}

const SHAPES = 'a list of { "name", "metadata" }, or an object from names to metadata';

function fromList(entry: unknown, index: number): DesiredClient {
  if (!isObject(entry) || typeof entry.name !== 'string' || !isObject(entry.metadata))
    throw new UsageError(`Client ${index} of the list must be { "name": text, "metadata": object }.`);
  const { name, metadata, revision, ...others } = entry;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined)
    throw new UsageError(
      `Client ${index} of the list has ${JSON.stringify(unknown)} beside name, metadata and revision.`,
    );
  if (revision === undefined) return { name, metadata: asMetadata(metadata) };
  if (typeof revision !== 'number')
    throw new UsageError(`The revision of client ${index} of the list must be a number.`);
  return { name, metadata: asMetadata(metadata), revision };
}
