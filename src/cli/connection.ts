import type { createDcrAdmin } from '../admin.js';
import {
  createDcrClient,
  type DcrClient,
  type DcrClientSettings,
  discoverServer,
  findIssuer,
  type RequestOptions,
} from '../index.js';
import { adminProfile } from '../operator/admin-profile.js';
import { authorization } from './authorization.js';
import { credential } from './credentials.js';
import { UsageError } from './failures.js';
import { openStore } from './open-store.js';
import type { AuthorizationOptions, RegistrationOptions, ServerOptions, StoreOptions } from './options.js';
import { misspellings, warnings } from './output.js';
import type { Surroundings } from './surroundings.js';
import { wso2ProfileFrom } from './wso2-profile.js';

/** The server that a command is about, and how to speak with it. */
export interface Connection {
  readonly issuer: string;
  readonly requests: Pick<RequestOptions, 'profile' | 'onWarning' | 'signal'>;
}

export async function connect(around: Surroundings, given: ServerOptions): Promise<Connection> {
  const { issuer: named, ...others } = given;
  // A variable that is set to nothing names no server.
  const options: ServerOptions = named === undefined || named === '' ? others : given;
  const { signal } = around;
  const onWarning = warnings(around, options);
  const profile = await wso2ProfileFrom(around, options);
  const target = options.issuer ?? profile?.issuer;
  if (target === undefined)
    throw new UsageError('Say which server: --issuer https://as.example.com, or set DCR_ISSUER.');
  const issuer = isAccount(target)
    ? await findIssuer(target, { signal, onWarning })
    : (profile?.issuer ?? target);
  return { issuer, requests: { signal, onWarning, ...(profile === undefined ? {} : { profile }) } };
}

/** `joe@example.com`, `acct:joe@example.com`; an address with an @ in its path is none. */
export function isAccount(target: string): boolean {
  return target.includes('@') && !target.includes('://');
}

/** The same connection, by the header of an administrator where one is given. It is for the registration endpoint's origin alone. */
export async function asAdministrator(
  around: Surroundings,
  options: AuthorizationOptions & { readonly isOffline?: boolean },
  { issuer, requests }: Connection,
): Promise<Connection> {
  const auth = await authorization(around, options);
  if (auth === undefined) return { issuer, requests };
  const { profile } = requests;
  if (profile?.credential !== undefined)
    throw new UsageError(
      `DCR_AUTHORIZATION and a credential of the profile ${profile.name} are both set. Unset one of them; nothing was sent.`,
    );
  const server = options.isOffline === true ? undefined : await discoverServer(issuer, requests);
  const administrator = adminProfile(auth, profile, () => server?.registration_endpoint);
  return { issuer, requests: { ...requests, profile: administrator } };
}

/** Runs with one registration of the store, and closes the store. */
export async function withRegistration<T>(
  around: Surroundings,
  options: RegistrationOptions & { readonly isOffline?: boolean },
  work: (
    open: (settings?: Partial<Pick<DcrClientSettings, 'metadata' | 'onChange'>>) => DcrClient,
    connection: Connection & Pick<DcrClientSettings, 'store' | 'name'>,
  ) => Promise<T>,
): Promise<T> {
  const connection = await asAdministrator(around, options, await connect(around, options));
  const initialAccessToken = await credential(around, {
    variable: 'DCR_INITIAL_ACCESS_TOKEN',
    question: 'initial access token',
    ask: options.askInitialAccessToken,
  });
  return withOpenStore(around, options, (store) =>
    work(
      (settings = {}) =>
        createDcrClient({
          issuer: connection.issuer,
          ...connection.requests,
          store,
          name: options.name,
          metadata: {},
          validation: { onFinding: misspellings(around, options) },
          ...(initialAccessToken === undefined ? {} : { initialAccessToken }),
          ...settings,
        }),
      { ...connection, store, name: options.name },
    ),
  );
}

export async function withOpenStore<T>(
  around: Surroundings,
  options: StoreOptions,
  work: (store: Parameters<typeof createDcrAdmin>[0]['store'] & object) => Promise<T>,
): Promise<T> {
  const { store, close } = await openStore(around, options.store);
  try {
    return await work(store);
  } finally {
    // After an interruption what has left still comes back and is saved; the process ends when it has.
    if (!around.signal.aborted) await close();
  }
}
