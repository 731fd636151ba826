import { DcrError } from '../../protocol/errors.js';
import type { StoredRegistration } from '../../protocol/record.js';
import { keyToText, textToKey } from '../key-text.js';
import { parseStoredRecord } from '../stored-record.js';
import type { KubernetesSecret } from './api.js';

/** By this label the Secrets of a store are listed; its value is the store's `namePrefix`. */
export const STORE_LABEL = 'dcr-client/store';
/** Holds the key: a name has too few characters for it. */
const KEY_ANNOTATION = 'dcr-client/key';
/**
 * Another one at each write: the API server keeps the `resourceVersion` of an object that is replaced by its equal, and
 * a version would recur.
 */
const WRITE_ANNOTATION = 'dcr-client/write';
const RECORD = 'record.json';
/** What the API server takes as all values of a Secret. */
const MAXIMUM_BYTES = 1024 * 1024;

/** Which Secret a key has. */
export interface SecretIdentity {
  readonly key: string;
  readonly namePrefix: string;
  readonly namespace: string;
  readonly name: string;
}

/** A name by RFC 1123: readable, and unique by its hash alone. */
export async function secretName(namePrefix: string, key: string): Promise<string> {
  const text = keyToText(key);
  const readable = text
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/^-|-$/g, '');
  const digest = await globalThis.crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  const hash = Array.from(new Uint8Array(digest, 0, 16), (byte) => byte.toString(16).padStart(2, '0'));
  return [namePrefix, readable, hash.join('')].filter((part) => part !== '').join('-');
}

/**
 * `uid` differs between Secrets that had the same name, `resourceVersion` between the states of one: together they never
 * recur, not even where a cluster was restored from a backup.
 */
export function versionOf({ metadata }: KubernetesSecret): string {
  const { uid, resourceVersion } = metadata ?? {};
  if (uid !== undefined && resourceVersion !== undefined) return `${uid}/${resourceVersion}`;
  throw new DcrError(
    'store-failed',
    'What answered as the Kubernetes API gave a Secret without uid and resourceVersion. Check the server address of the cluster.',
  );
}

/** The two halves of a version, for preconditions. */
export function preconditionsOf(version: string): { uid: string; resourceVersion: string } | undefined {
  const [uid, resourceVersion, ...rest] = version.split('/');
  if (!uid || !resourceVersion || rest.length > 0) return undefined;
  return { uid, resourceVersion };
}

/** A Secret that does not exist yet. */
export function newSecret(
  { key, namePrefix, namespace, name }: SecretIdentity,
  record: string,
  labels: Readonly<Record<string, string>>,
): KubernetesSecret {
  return {
    type: 'Opaque',
    metadata: {
      name,
      namespace,
      labels: { ...labels, [STORE_LABEL]: namePrefix },
      annotations: { [KEY_ANNOTATION]: keyToText(key), [WRITE_ANNOTATION]: globalThis.crypto.randomUUID() },
    },
    data: { [RECORD]: record },
  };
}

/** The same Secret with another record. What others have put there stays: labels, owners, finalizers, values. */
export function withRecord(secret: KubernetesSecret, record: string): KubernetesSecret {
  const { metadata } = secret;
  const annotations = { ...metadata?.annotations, [WRITE_ANNOTATION]: globalThis.crypto.randomUUID() };
  return {
    ...secret,
    metadata: { ...metadata, annotations },
    data: { ...secret.data, [RECORD]: record },
  };
}

/** The key under which a listed Secret is kept; `undefined` if it is on its way out, or was made by somebody else. */
export function keyOf({ metadata }: KubernetesSecret): string | undefined {
  if (metadata?.deletionTimestamp !== undefined) return undefined;
  const text = metadata?.annotations?.[KEY_ANNOTATION];
  return text === undefined ? undefined : textToKey(text);
}

/** @throws DcrError `store-failed` if the Secret is none of this store's, or is being deleted. */
export function checkOwn(secret: KubernetesSecret, identity: SecretIdentity): KubernetesSecret {
  const { metadata } = secret;
  const place = `The Secret ${identity.namespace}/${identity.name}`;
  const isOwn =
    metadata?.labels?.[STORE_LABEL] === identity.namePrefix &&
    metadata.annotations?.[KEY_ANNOTATION] === keyToText(identity.key);
  if (!isOwn)
    throw new DcrError(
      'store-failed',
      `${place} has the name of a registration, but not the label ${STORE_LABEL}=${identity.namePrefix} and the annotation ` +
        `${KEY_ANNOTATION} of this one. It was left as it is. Put them back if they were removed; otherwise delete or rename ` +
        'that Secret, or give kubernetesSecretStore another namePrefix.',
    );
  if (metadata.deletionTimestamp !== undefined)
    throw new DcrError(
      'store-failed',
      `${place} is being deleted and waits for ${metadata.finalizers?.join(', ') || 'its finalizers'}. ` +
        'Let them finish, or remove them; then the registration is absent and can be made anew.',
    );
  return secret;
}

/** A record as a value of a Secret. @throws DcrError `store-failed` if it is too large for one. */
export function encodeRecord(record: StoredRegistration): string {
  const bytes = new TextEncoder().encode(JSON.stringify(record));
  if (bytes.length > MAXIMUM_BYTES)
    throw new DcrError(
      'store-failed',
      `The registration has ${bytes.length} bytes, and a Secret holds at most ${MAXIMUM_BYTES}. Ask for less metadata (keys by ` +
        'jwks_uri, images and texts by address), or use another store.',
    );
  const binary: string[] = [];
  // In slices: a call takes no million arguments.
  for (let at = 0; at < bytes.length; at += 8192)
    binary.push(String.fromCharCode(...bytes.subarray(at, at + 8192)));
  return btoa(binary.join(''));
}

/** @throws DcrError `record-unreadable`, `record-too-new` */
export function decodeRecord({ data }: KubernetesSecret, identity: SecretIdentity): StoredRegistration {
  const record = parseStoredRecord(decodeText(data?.[RECORD] ?? ''));
  if (record !== undefined) return record;
  throw new DcrError(
    'record-unreadable',
    `What the Secret ${identity.namespace}/${identity.name} has as ${RECORD} is no registration any more. It was left as it is: ` +
      'it may hold the credentials of a client that still exists. Mend it, or delete that client at the server and then ' +
      'the Secret.',
  );
}

function decodeText(base64: string): string {
  try {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return '';
  }
}
