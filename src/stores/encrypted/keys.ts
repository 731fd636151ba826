import { DcrError } from '../../protocol/errors.js';
import { safeCause } from '../../protocol/redact.js';

/** 256 bits for AES-GCM. Secret. A JWK has `kty: 'oct'`; its `kid` names it. */
export type KeyMaterial =
  | Uint8Array
  | CryptoKey
  | (JsonWebKey & {
      /** Its name, written into every record that it encrypts; no secret. */
      readonly kid?: string;
    });

/** A key, or a key under a name of your own. Without one it is named by its thumbprint (RFC 7638). */
export type EncryptionKey =
  | KeyMaterial
  | {
      /** Its name, written into every record that it encrypts; no secret. */
      readonly kid: string;
      /** Secret. */
      readonly key: KeyMaterial;
    };

/** A key, or a function that fetches it. It is called at first use, and again only after a failure. */
export type EncryptionKeySource = EncryptionKey | (() => EncryptionKey | Promise<EncryptionKey>);

/** A key that can be used. */
export interface LoadedKey {
  /** Written into what it encrypts (RFC 7516 section 4.1.6); no secret. */
  readonly kid: string;
  readonly key: CryptoKey;
}

/** The keys of a store: one that encrypts, and all that open. */
export interface Keyring {
  encrypting(): Promise<LoadedKey>;
  /** All that open, the encrypting one first. */
  opening(): AsyncIterable<LoadedKey>;
}

const KEY_BYTES = 32;

/** Where a key was given, and what it has to do. */
interface Place {
  readonly where: string;
  readonly usages: readonly ('encrypt' | 'decrypt')[];
}

/** @throws DcrError `invalid-option` for what can be seen at once; of a function's key, when it is used. */
export function keyring(key: EncryptionKeySource, previousKeys: readonly EncryptionKeySource[]): Keyring {
  const encrypting = remembered(key, { where: 'key', usages: ['encrypt', 'decrypt'] });
  const others = previousKeys.map((previous, index) =>
    remembered(previous, { where: `previousKeys[${index}]`, usages: ['decrypt'] }),
  );
  return {
    encrypting,
    opening: async function* () {
      yield await encrypting();
      for (const load of others) yield await load();
    },
  };
}

function remembered(source: EncryptionKeySource, place: Place): () => Promise<LoadedKey> {
  // What can be refused is refused before anything is stored.
  const given = typeof source === 'function' ? undefined : checked(source, place);
  let loaded: Promise<LoadedKey> | undefined;
  return () => {
    loaded ??= (given === undefined ? fetched(source, place) : load(given)).catch((error: unknown) => {
      loaded = undefined;
      throw error;
    });
    return loaded;
  };
}

async function fetched(source: EncryptionKeySource, place: Place): Promise<LoadedKey> {
  let key: unknown;
  try {
    key = typeof source === 'function' ? await source() : source;
  } catch (error) {
    throw new DcrError(
      'store-failed',
      `encryptedStore: the function that gives ${place.where} failed, so the registration can be neither read nor written. See the cause.`,
      { cause: safeCause(error) },
    );
  }
  return load(checked(key, place));
}

interface CheckedKey {
  /** `undefined`: its thumbprint. */
  readonly kid: string | undefined;
  /** Bytes, or bytes in base64url. */
  readonly material: Uint8Array | string | CryptoKey;
}

function checked(given: unknown, place: Place): CheckedKey {
  if (typeof given === 'object' && given !== null && 'key' in given && 'kid' in given) {
    const { kid, key } = given;
    if (typeof kid !== 'string' || kid === '') throw refused(place, 'its kid is no text');
    return { ...checkedMaterial(key, place), kid };
  }
  const key = checkedMaterial(given, place);
  if (key.material instanceof CryptoKey && !key.material.extractable)
    throw refused(place, "it cannot be exported, so it has to be named: { kid: '2026-01', key }");
  return key;
}

function checkedMaterial(given: unknown, place: Place): CheckedKey {
  if (given instanceof Uint8Array) {
    if (given.length !== KEY_BYTES) throw refused(place, `it has ${given.length} bytes`);
    // A copy: the caller may clear its own.
    return { kid: undefined, material: Uint8Array.from(given) };
  }
  if (given instanceof CryptoKey) {
    const { algorithm, usages } = given;
    const isAesGcm =
      algorithm.name === 'AES-GCM' && 'length' in algorithm && algorithm.length === 8 * KEY_BYTES;
    if (!isAesGcm || !place.usages.every((usage) => usages.includes(usage)))
      throw refused(place, `it is a CryptoKey for something else (${algorithm.name}: ${usages.join(', ')})`);
    return { kid: undefined, material: given };
  }
  if (typeof given === 'object' && given !== null && 'kty' in given) return checkedJwk(given, place);
  throw refused(place, typeof given === 'string' ? 'a text has to be decoded first' : 'it is none');
}

function checkedJwk(jwk: object, place: Place): CheckedKey {
  const { kty, k, kid, alg }: { kty?: unknown; k?: unknown; kid?: unknown; alg?: unknown } = jwk;
  if (kty !== 'oct' || typeof k !== 'string') throw refused(place, 'it is a JWK of another kind');
  if (alg !== undefined && alg !== 'dir' && alg !== 'A256GCM')
    throw refused(place, 'it is a JWK for another algorithm');
  // 32 bytes in base64url.
  if (!/^[A-Za-z0-9_-]{43}$/.test(k)) throw refused(place, 'its k has not 32 bytes in base64url');
  return { kid: typeof kid === 'string' && kid !== '' ? kid : undefined, material: k };
}

function refused({ where }: Place, why: string): DcrError {
  return new DcrError(
    'invalid-option',
    `encryptedStore: ${where} must be a key of 256 bits for AES-GCM: 32 bytes in a Uint8Array, a CryptoKey, or a JWK of kty "oct". ` +
      `This one cannot be used: ${why}. crypto.getRandomValues(new Uint8Array(32)) makes one; a password is none.`,
  );
}

async function load({ kid, material }: CheckedKey): Promise<LoadedKey> {
  if (material instanceof CryptoKey && kid !== undefined) return { kid, key: material };
  const { base64url, calculateJwkThumbprint } = await import('jose');
  const { subtle } = globalThis.crypto;
  const bytes = Uint8Array.from(
    material instanceof CryptoKey
      ? new Uint8Array(await subtle.exportKey('raw', material))
      : typeof material === 'string'
        ? base64url.decode(material)
        : material,
  );
  return {
    kid: kid ?? (await calculateJwkThumbprint({ kty: 'oct', k: base64url.encode(bytes) })),
    key: await subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']),
  };
}
