import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import {
  alreadyExists,
  badRequest,
  conflict,
  expired,
  invalid,
  notFound,
  type Status,
  terminating,
} from './status.js';

export interface Metadata {
  readonly name: string;
  readonly namespace: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly creationTimestamp: string;
  readonly deletionTimestamp?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly finalizers?: readonly string[];
}

export interface Secret {
  readonly kind: 'Secret';
  readonly apiVersion: 'v1';
  readonly metadata: Metadata;
  readonly type: string;
  readonly data?: Readonly<Record<string, string>>;
}

/** What a client sends as one. */
export interface GivenSecret {
  readonly metadata?: Partial<Metadata>;
  readonly type?: string;
  readonly data?: Readonly<Record<string, string>>;
}

export interface ListQuery {
  readonly namespace: string;
  readonly labelSelector: string | null;
  readonly limit: number;
  readonly continueToken: string | null;
}

const NAME = /^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const LABEL_KEY = /^([a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const LABEL_VALUE = /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;
const DATA_KEY = /^[-._A-Za-z0-9]{1,253}$/;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** The Secrets of a cluster, with the rules by which the API server keeps them. */
export function keepSecrets() {
  const namespaces = new Map<string, 'Active' | 'Terminating'>();
  const secrets = new Map<string, Secret>();
  /** What lists began with, for their next pages. */
  const snapshots = new Map<string, readonly Secret[]>();
  // One for the whole cluster, and with gaps, as etcd counts all objects.
  let revision = 4711;
  const nextRevision = () => {
    revision += 1 + Math.floor(Math.random() * 5);
    return String(revision);
  };
  const at = (namespace: string, name: string) => `${namespace}/${name}`;

  const get = (namespace: string, name: string): Secret => {
    const secret = secrets.get(at(namespace, name));
    // Nor does a read tell whether there is such a namespace.
    if (secret === undefined) throw notFound('secrets', name);
    return secret;
  };

  const create = (namespace: string, given: GivenSecret): Secret => {
    const name = given.metadata?.name ?? '';
    const state = namespaces.get(namespace);
    if (state === undefined) throw notFound('namespaces', namespace);
    if (state === 'Terminating') throw terminating(name, namespace);
    if ((given.metadata?.namespace ?? namespace) !== namespace)
      throw badRequest(
        'the namespace of the provided object does not match the namespace sent on the request',
      );
    if (given.metadata?.resourceVersion)
      throw badRequest('resourceVersion should not be set on objects to be created');
    validate(name, given);
    const standing = secrets.get(at(namespace, name));
    if (standing !== undefined)
      throw alreadyExists(
        name,
        standing.metadata.deletionTimestamp === undefined ? '' : 'object is being deleted: ',
      );
    const secret: Secret = {
      kind: 'Secret',
      apiVersion: 'v1',
      metadata: {
        ...given.metadata,
        name,
        namespace,
        uid: randomUUID(),
        resourceVersion: nextRevision(),
        creationTimestamp: now(),
      },
      type: given.type ?? 'Opaque',
      ...(given.data === undefined ? {} : { data: given.data }),
    };
    secrets.set(at(namespace, name), secret);
    return secret;
  };

  const replace = (namespace: string, name: string, given: GivenSecret): Secret => {
    const { metadata = {}, type = 'Opaque', data } = given;
    if (metadata.name !== name)
      throw badRequest(
        `the name of the object (${metadata.name}) does not match the name on the URL (${name})`,
      );
    const standing = secrets.get(at(namespace, name));
    // The precondition is looked at first, even if there is nothing.
    const uid = standing?.metadata.uid ?? '';
    if (metadata.uid !== undefined && metadata.uid !== uid)
      throw conflict(name, differing('UID', metadata.uid, uid));
    // Secrets are not made by an update.
    if (standing === undefined) throw notFound('secrets', name);
    const { resourceVersion } = standing.metadata;
    if ((metadata.resourceVersion ?? resourceVersion) !== resourceVersion)
      throw conflict(
        name,
        'the object has been modified; please apply your changes to the latest version and try again',
      );
    if (type !== standing.type) throw invalid(name, 'type', 'field is immutable');
    validate(name, given);
    // What the system sets stays as it was, whatever is sent.
    const { creationTimestamp, deletionTimestamp } = standing.metadata;
    const kept = deletionTimestamp === undefined ? {} : { deletionTimestamp };
    const secret: Secret = {
      kind: 'Secret',
      apiVersion: 'v1',
      metadata: { ...metadata, name, namespace, uid, resourceVersion, creationTimestamp, ...kept },
      type,
      ...(data === undefined ? {} : { data }),
    };
    if (deletionTimestamp !== undefined && (metadata.finalizers ?? []).length === 0) {
      secrets.delete(at(namespace, name));
      nextRevision();
      return secret;
    }
    // An update that changes nothing is not written, and the version stays.
    if (isDeepStrictEqual(secret, standing)) return standing;
    const written = { ...secret, metadata: { ...secret.metadata, resourceVersion: nextRevision() } };
    secrets.set(at(namespace, name), written);
    return written;
  };

  const remove = (
    namespace: string,
    name: string,
    preconditions: { readonly uid?: string; readonly resourceVersion?: string } = {},
  ): Secret | Status => {
    const standing = get(namespace, name);
    const { uid, resourceVersion, finalizers = [] } = standing.metadata;
    if (preconditions.uid !== undefined && preconditions.uid !== uid)
      throw conflict(name, differing('UID', preconditions.uid, uid));
    if (preconditions.resourceVersion !== undefined && preconditions.resourceVersion !== resourceVersion)
      throw conflict(name, differing('ResourceVersion', preconditions.resourceVersion, resourceVersion));
    if (finalizers.length > 0) {
      const metadata = { ...standing.metadata, deletionTimestamp: now(), resourceVersion: nextRevision() };
      const leaving = { ...standing, metadata };
      secrets.set(at(namespace, name), leaving);
      return leaving;
    }
    secrets.delete(at(namespace, name));
    nextRevision();
    const details = { name, kind: 'secrets', uid };
    return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details };
  };

  const matching = ({ namespace, labelSelector }: ListQuery) =>
    [...secrets.values()]
      .filter(
        (secret) => secret.metadata.namespace === namespace && selects(labelSelector, secret.metadata.labels),
      )
      .sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));

  const list = (query: ListQuery) => {
    const { limit, continueToken } = query;
    const { version, after } =
      continueToken === null ? { version: String(revision), after: '' } : tokenOf(continueToken);
    const all =
      continueToken === null ? matching(query) : version === '' ? matching(query) : snapshots.get(version);
    if (all === undefined) throw expired(tokenFor('', after));
    const rest = all.filter(({ metadata }) => metadata.name > after);
    const items = limit > 0 ? rest.slice(0, limit) : rest;
    const last = items.at(-1)?.metadata.name ?? '';
    const more = items.length < rest.length ? { continue: tokenFor(version, last) } : {};
    if (items.length < rest.length) snapshots.set(version, all);
    return { metadata: { resourceVersion: version || String(revision), ...more }, items };
  };

  return {
    namespaces,
    get,
    create,
    replace,
    remove,
    list,
    /** As the minutes that pass: lists that have begun cannot be read on as they were. */
    compact: () => snapshots.clear(),
    all: (): readonly Secret[] => [...secrets.values()],
  };
}

function validate(name: string, { metadata = {}, data = {} }: GivenSecret): void {
  if (!NAME.test(name))
    throw invalid(name, 'metadata.name', 'a lowercase RFC 1123 subdomain must consist of …');
  for (const [key, value] of Object.entries(metadata.labels ?? {}))
    if (!LABEL_KEY.test(key) || !LABEL_VALUE.test(value))
      throw invalid(name, 'metadata.labels', `"${key}: ${value}"`);
  const annotations = Object.entries(metadata.annotations ?? {});
  if (annotations.some(([key]) => !LABEL_KEY.test(key)))
    throw invalid(name, 'metadata.annotations', 'name part');
  if (sizeOf(annotations.flat()) > 256 * 1024)
    throw invalid(name, 'metadata.annotations', 'Too long: may not be more than 262144 bytes');
  for (const [key, value] of Object.entries(data)) {
    if (!DATA_KEY.test(key)) throw invalid(name, `data[${key}]`, 'a valid config key must consist of …');
    if (typeof value !== 'string' || !BASE64.test(value))
      throw badRequest(
        'Secret in version "v1" cannot be handled as a Secret: illegal base64 data at input byte 0',
      );
  }
  const bytes = Object.values(data).reduce((sum, value) => sum + Buffer.from(value, 'base64').length, 0);
  if (bytes > 1024 * 1024) throw invalid(name, 'data', 'Too long: may not be more than 1048576 bytes');
}

const sizeOf = (texts: readonly string[]) => texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
const now = () => new Date().toISOString().replace(/\.\d+/, '');
const differing = (what: string, expected: string, standing: string) =>
  `Precondition failed: ${what} in precondition: ${expected}, ${what} in object meta: ${standing}`;

/** Equality and existence, joined by commas. */
function selects(selector: string | null, labels: Readonly<Record<string, string>> = {}): boolean {
  return (selector ?? '')
    .split(',')
    .filter((part) => part !== '')
    .every((part) => {
      const [key = '', value] = part.split('=');
      return value === undefined ? key in labels : labels[key] === value;
    });
}

const tokenFor = (version: string, after: string) =>
  Buffer.from(JSON.stringify({ v: 'meta.k8s.io/v1', version, after })).toString('base64url');

function tokenOf(token: string): { readonly version: string; readonly after: string } {
  try {
    return JSON.parse(Buffer.from(token, 'base64url').toString());
  } catch {
    throw badRequest('continue key is not valid');
  }
}
