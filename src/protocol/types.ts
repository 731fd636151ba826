import type { components } from '../../generated/dcr.js';
import type { clientMembers } from '../../generated/members.js';
import type { DcrWarning } from './warnings.js';

type Schemas = components['schemas'];
type Members = typeof clientMembers;

/** Members that also come in languages, as `client_name#de` (RFC 7591 section 2.2). */
type LocalizableName = {
  [Name in keyof Members]: Members[Name] extends { localizable: true } ? Name : never;
}[keyof Members];
type TaggedName<Name extends keyof Members = LocalizableName> = `${Name}#${string}`;

/** `name#language-tag`; written by hand, since OpenAPI has patterns of names and openapi-typescript has not. */
type Tagged = { readonly [Name in TaggedName<Exclude<LocalizableName, 'keywords'>>]?: string } & {
  readonly [Name in TaggedName<'keywords'>]?: readonly string[];
};

/** As the caller may pass it: lists and objects that nobody changes. */
type Fixed<T> = T extends readonly (infer Entry)[]
  ? readonly Fixed<Entry>[]
  : T extends object
    ? { readonly [Name in keyof T]: Fixed<T[Name]> }
    : T;

/** As it may be answered: known values are suggested, others are possible. */
type Open<T> = T extends readonly (infer Entry)[]
  ? readonly Open<Entry>[]
  : T extends string
    ? string extends T
      ? T
      : T | (string & {})
    : T;

type Opened<T> = { readonly [Name in keyof T]: Open<T[Name]> };

type KnownInformation = {
  [Name in keyof Schemas['ClientInformation'] as string extends Name
    ? never
    : Name]: Schemas['ClientInformation'][Name];
};

type KnownServerMetadata = {
  [Name in keyof Schemas['ServerMetadata'] as string extends Name
    ? never
    : Name]: Schemas['ServerMetadata'][Name];
};

/** A set of public keys (RFC 7517 section 5). */
export type JsonWebKeySet = Fixed<Schemas['JsonWebKeySet']>;

/**
 * What a client asks to be registered with (RFC 7591 section 2 and the extensions registered at IANA). Members are
 * spelt as on the wire; a member that no registry knows goes through `withExtensions`.
 *
 * @interface
 */
export type ClientMetadata = Fixed<Schemas['ClientMetadata']> & Tagged;

/** Changes to a registration: what is given replaces, `null` removes, the rest stays. */
export type MetadataChanges = { readonly [Name in keyof ClientMetadata]?: ClientMetadata[Name] | null };

/**
 * A client as the server shows it (RFC 7591 section 3.2.1, RFC 7592 section 3). Plain JSON; members that no registry
 * knows are kept as they came.
 *
 * Secret: `client_secret`, `registration_access_token`.
 *
 * @interface
 */
export type ClientInformation = Opened<KnownInformation> &
  Tagged & {
    readonly [member: string]: unknown;
    /** The untouched answer. Not enumerable, so neither stored nor copied. Secret. */
    readonly rawAnswer?: unknown;
    /** What was put right or noticed in the answer. Not enumerable. */
    readonly warnings?: readonly DcrWarning[];
  };

/**
 * What an authorization server says about itself (RFC 8414 section 2, OpenID Connect Discovery 1.0 section 3).
 *
 * @interface
 */
export type ServerMetadata = Opened<KnownServerMetadata> & { readonly [member: string]: unknown };

/** Enough to manage a client (RFC 7592 section 3). A {@link ClientInformation} is one. */
export interface Registration {
  /** The id that the server gave the client. */
  readonly client_id?: string;
  /** Opaque; used as it is. */
  readonly registration_client_uri?: string;
  /** Secret. */
  readonly registration_access_token?: string;
}

/** Metadata without a promise about its members: granted views with changes, and what goes over the wire. */
export type MetadataMembers = Readonly<Record<string, unknown>>;

/** Members that nobody knows, made impossible. */
type WithoutUnknown<M, Known extends PropertyKey> = { readonly [Name in Exclude<keyof M, Known>]: never };

/** A software statement may bring what is missing (RFC 7591 section 2.3). */
interface Statement {
  readonly software_statement: string;
}

/** How the certificate of `tls_client_auth` is recognised (RFC 8705 section 2.1.2). */
type CertificateSubject =
  | { readonly tls_client_auth_subject_dn: string }
  | { readonly tls_client_auth_san_dns: string }
  | { readonly tls_client_auth_san_uri: string }
  | { readonly tls_client_auth_san_ip: string }
  | { readonly tls_client_auth_san_email: string };

/** What some values need beside them. */
type Companions<M> = M extends {
  readonly token_endpoint_auth_method: 'private_key_jwt' | 'self_signed_tls_client_auth';
}
  ? { readonly jwks: JsonWebKeySet } | { readonly jwks_uri: string } | Statement
  : M extends { readonly token_endpoint_auth_method: 'tls_client_auth' }
    ? CertificateSubject | Statement
    : unknown;

/** The same members once more, as they are declared: editors show what is said of them there. */
type Described<M, Known> = AnyValues<Pick<Known, keyof M & keyof Known>>;
type AnyValues<M> = { readonly [Name in keyof M]: unknown };

/**
 * Metadata as written in a call: a misspelt name or value, or `private_key_jwt` without keys, does not compile. It
 * checks what it can see: a literal in full, a variable as far as its type tells. `Known`: with the members of a vendor.
 */
export type CheckedMetadata<M, Known = ClientMetadata> = M &
  Described<M, Known> &
  WithoutUnknown<M, keyof Known> &
  Companions<M>;

/** Members that an update may be given and does not send. */
type NotUpdated = keyof KnownInformation | 'rawAnswer' | 'warnings';

/** Values that may neither be sent nor were answered: misspelt ones. Only these are held to what may be sent. */
type MisspeltValues<M> = {
  readonly [Name in keyof M & keyof ClientMetadata as M[Name] extends ClientMetadata[Name]
    ? never
    : NonNullable<ClientInformation[Name]> extends M[Name]
      ? never
      : Name]: ClientMetadata[Name];
};

/** The same for updates, where a whole {@link ClientInformation} with changes is welcome, too. */
export type CheckedUpdate<M> = string extends keyof M
  ? M
  : M &
      Described<M, ClientMetadata> &
      WithoutUnknown<M, keyof ClientMetadata | NotUpdated> &
      MisspeltValues<M> &
      Companions<M>;
