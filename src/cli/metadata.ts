import type { ClientMetadata } from '../index.js';
import { type Assignments, changed, changesOf, type Members } from './assignments.js';
import { UsageError } from './failures.js';
import { readJson } from './json-file.js';
import type { Surroundings } from './surroundings.js';

/** The metadata of one client, whole: from a file with changes made to it, or from `--set` alone. */
export async function wholeMetadata(
  around: Surroundings,
  file: string | undefined,
  assignments: Assignments,
): Promise<ClientMetadata> {
  const changes = changesOf(assignments);
  if (file === undefined && Object.keys(changes).length === 0)
    throw new UsageError(
      'Say what to register: a JSON file, "-" for standard input, or --set member=value, such as --set client_name=Reports.',
    );
  return asMetadata(changed(file === undefined ? {} : await readMembers(around, file), changes));
}

async function readMembers(around: Surroundings, file: string): Promise<Members> {
  const value = await readJson(around, file);
  if (isObject(value)) return value;
  throw new UsageError(
    `${file === '-' ? 'Standard input' : file} must be a JSON object of client metadata, such as {"client_name": "Reports"}.`,
  );
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What people write; the rules for metadata judge it before anything is sent. */
export function asMetadata(members: Members): ClientMetadata {
  const metadata: ClientMetadata = {};
  return Object.assign(metadata, members);
}
