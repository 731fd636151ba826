import type { ServerMetadata } from '../protocol/types.js';
import type { ClientTable } from './clients.js';
import type { InitialAccess } from './initial-access-token.js';
import type { Settings } from './options.js';

/** What the endpoints share. */
export interface Context {
  readonly settings: Settings;
  readonly metadata: ServerMetadata;
  readonly clients: ClientTable;
  readonly initialAccess: InitialAccess;
}
