import { startOidcProvider } from '../interop/servers/oidc-provider.js';
import { startTestServer } from '../interop/servers/test-server.js';
import type { Death, Place, Step } from './launch.js';

// The axes of the matrix: what a process is doing, what its server does, where it keeps the record, and where it dies.

/** What the process that dies was doing. All but the first find a registered client. */
export const OPERATIONS: Readonly<Record<Operation, Step>> = {
  register: ['ensureRegistered'],
  patch: ['patch', { client_uri: 'https://app.example/patched' }],
  renew: ['renewCredentials'],
  delete: ['delete'],
};
export type Operation = 'register' | 'patch' | 'renew' | 'delete';

/** When a server replaces the registration access token. */
export const ROTATIONS = ['never', 'on read', 'on update', 'on update, and the secret'] as const;
export type Rotation = (typeof ROTATIONS)[number];

/** A server that rotates in one way, and says which of its clients are there. */
export interface RotatingServer {
  readonly issuer: string;
  /** Ids of the clients of this name that were registered and not deleted. */
  living(client_name: string): string[];
  close(): Promise<void>;
}

/** oidc-provider where it can do it; it never rotates on a read, nor the secret. */
export async function startRotatingServer(rotation: Rotation): Promise<RotatingServer> {
  if (rotation === 'never' || rotation === 'on update') {
    const { issuer, registered, close } = await startOidcProvider({ rotate: rotation === 'on update' });
    const living = (client_name: string) =>
      [...registered].filter(([, name]) => name === client_name).map(([id]) => id);
    return { issuer, living, close };
  }
  const { issuer, clients, close } = await startTestServer(
    rotation === 'on read' ? { rotation: 'on-read' } : { rotation: 'on-update', rotateSecret: 'on-update' },
  );
  const living = (client_name: string) =>
    clients()
      .filter(({ metadata, deletedAt }) => metadata.client_name === client_name && deletedAt === undefined)
      .map(({ client_id }) => client_id);
  return { issuer, living, close };
}

/** The names of the stores as the table has them, in its order. */
export const STORES: Readonly<Record<Place['kind'], string>> = {
  files: 'files',
  redis: 'Redis',
  postgres: 'PostgreSQL',
};

export const MOMENTS: readonly Death['moment'][] = ['before', 'effect', 'answer'];

/** One way to die. */
export interface KillCase {
  readonly operation: Operation;
  readonly rotation: Rotation;
  readonly store: Place['kind'];
  readonly death: Death;
  /** The calls that the operation makes when it lives. */
  readonly trace: readonly string[];
}

/** Every point of an operation, in the order of its calls. */
export function pointsOf(trace: readonly string[]): Death[] {
  return trace.flatMap((_, index) => MOMENTS.map((moment) => ({ call: index + 1, moment })));
}

/** Which answer dies with the process: one that the server gave and that was not saved yet. */
export function lostAnswer({ trace, death }: KillCase): string | undefined {
  const { call, moment } = death;
  const done = trace.slice(0, moment === 'before' ? call - 1 : call);
  const saved = done.reduce((last, what, index) => (what.startsWith('save') ? index : last), -1);
  return done.slice(saved + 1).find((what) => ['POST', 'GET', 'PUT', 'DELETE'].includes(what));
}

/** Whether that answer carried a new token, or a new secret, of a client that was there before. */
export function lostCredentials(kill: KillCase): { readonly token: boolean; readonly secret: boolean } {
  const lost = lostAnswer(kill);
  const secret = lost === 'PUT' && kill.rotation === 'on update, and the secret';
  const token =
    lost === 'GET' ? kill.rotation === 'on read' : lost === 'PUT' && kill.rotation === 'on update';
  return { token: token || secret, secret };
}
