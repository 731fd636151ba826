import type { CrossFieldRule, Issue } from './catalogue.js';
import { certifies } from './certificate.js';
import { isAsymmetric, type Jwk, textOf, type View } from './view.js';

/** The members of a JWK that only its owner may see (RFC 7518 sections 6.2.2, 6.3.2, 6.4.1; AKP keys have `priv`). */
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv'];

/** What a public key is made of. */
const PUBLIC_MEMBERS: Readonly<Record<string, readonly string[]>> = {
  RSA: ['n', 'e'],
  EC: ['crv', 'x', 'y'],
  OKP: ['crv', 'x'],
};

/** JK-3: nothing private leaves (OpenID Connect Registration 1.0 section 2). */
const keysArePublic: CrossFieldRule = ({ keys }) =>
  eachKey(keys, (key) => {
    const found = PRIVATE_MEMBERS.filter((member) => member in key);
    if (found.length === 0 && key.kty !== 'oct') return undefined;
    const what =
      found.length === 0 ? 'is a symmetric key' : `holds private key members (${found.join(', ')})`;
    return { rule: 'JK-3', message: `${what}, which never leave the client: pass the public key` };
  });

/** JK-1: keys by value or by address (RFC 7591 section 2). */
const keysComeOneWay: CrossFieldRule = ({ inForce }) =>
  inForce.jwks !== undefined && inForce.jwks_uri !== undefined
    ? [
        {
          rule: 'JK-1',
          path: 'jwks, jwks_uri',
          message: 'exclude each other: keep jwks_uri if the client can host its keys',
        },
      ]
    : [];

/** JK-4: with keys for both purposes each says which it is for (OpenID Connect Registration 1.0 section 2). */
const mixedKeysSayTheirUse: CrossFieldRule = (view) => {
  const { keys } = view;
  const uses = new Set(keys.map((key) => key.use));
  const isMixed =
    (uses.has('sig') && uses.has('enc')) || (wantsSigning(view) && encryptionAlgs(view).length > 0);
  if (!isMixed || keys.length < 2) return [];
  return eachKey(keys, (key) =>
    key.use === undefined
      ? { rule: 'JK-4', message: 'must say its use, "sig" or "enc", since the set has keys for both' }
      : undefined,
  );
};

/** JK-5: who signs names the key, so names differ (RFC 7517 section 4.5). */
const keysAreToldApart: CrossFieldRule = ({ keys }) => {
  // Counted once: an update judges the keys that the server answered, too, and those may be a megabyte of them.
  const kids = countsOf(keys.map(({ kid }) => kid));
  const kinds = countsOf(keys.map(({ kty }) => kty));
  const isAlone = (counts: ReadonlyMap<unknown, number>, value: unknown) => (counts.get(value) ?? 0) < 2;
  return eachKey(keys, ({ kid, kty }) => {
    if (isAlone(kid === undefined ? kinds : kids, kid === undefined ? kty : kid)) return undefined;
    return kid === undefined
      ? { rule: 'JK-5', message: 'has no kid, and another key is of the same kind: give each a kid' }
      : { rule: 'JK-5', message: 'has the kid of another key: give each its own' };
  });
};

function countsOf(values: readonly unknown[]): ReadonlyMap<unknown, number> {
  const counts = new Map<unknown, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

/** JK-6: a certificate stands beside the key it is for (RFC 7517 section 4.7). */
const certificatesComeWithTheirKeys: CrossFieldRule = ({ keys }) =>
  eachKey(keys, (key) => {
    if (key.x5c === undefined) return undefined;
    const missing = (PUBLIC_MEMBERS[String(key.kty)] ?? []).filter((member) => key[member] === undefined);
    if (key.kty === undefined || missing.length > 0) {
      return {
        rule: 'JK-6',
        message: `has x5c without the key itself: add ${missing.join(', ') || 'kty and the members of the key'}`,
      };
    }
    return certifies(key)
      ? undefined
      : { rule: 'JK-6', message: 'has a certificate in x5c that is for another key' };
  });

const SIGNING_MEMBERS = ['request_object_signing_alg', 'backchannel_authentication_request_signing_alg'];
const ENCRYPTION_MEMBERS = [
  'id_token_encrypted_response_alg',
  'userinfo_encrypted_response_alg',
  'authorization_encrypted_response_alg',
  'introspection_encrypted_response_alg',
  'nfv_token_encrypted_response_alg',
];

/** JK-7: what the client signs, or the server encrypts for it, needs the client's public key. */
const keysAreThereForAlgs: CrossFieldRule = ({ inForce, hasKeys }) => {
  if (hasKeys) return [];
  const needs = (name: string, isForKeys: (alg: string) => boolean): readonly Issue[] => {
    const alg = textOf(inForce[name]);
    if (alg === undefined || !isForKeys(alg)) return [];
    return [
      {
        rule: 'JK-7',
        path: name,
        message: `is ${alg}, so the server needs the client's public keys: add jwks_uri or jwks`,
      },
    ];
  };
  return [
    ...SIGNING_MEMBERS.flatMap((name) => needs(name, isAsymmetric)),
    ...ENCRYPTION_MEMBERS.flatMap((name) => needs(name, isForPublicKey)),
  ];
};

/** Key management with the client's public key (RFC 7518 section 4.1); the others derive a key from its secret. */
export function isForPublicKey(alg: string): boolean {
  return alg.startsWith('RSA') || alg.startsWith('ECDH-ES');
}

/** JK-8: some key can do what the algorithm asks (RFC 7518 section 3). */
const keysFitAlgs: CrossFieldRule = (view) => {
  const { keys, inForce, method } = view;
  if (keys.length === 0) return [];
  const signing =
    method === 'private_key_jwt' ? [...SIGNING_MEMBERS, 'token_endpoint_auth_signing_alg'] : SIGNING_MEMBERS;
  const unfit = (name: string, use: 'sig' | 'enc'): readonly Issue[] => {
    const alg = textOf(inForce[name]);
    const wanted = alg === undefined ? undefined : keyKind(alg);
    if (alg === undefined || wanted === undefined) return [];
    const fits = (key: Jwk) =>
      key.kty === wanted.kty &&
      (wanted.crv === undefined || wanted.crv.includes(String(key.crv))) &&
      (key.use === undefined || key.use === use);
    return keys.some(fits)
      ? []
      : [{ rule: 'JK-8', path: name, message: `is ${alg}, and jwks has no key for it` }];
  };
  return [
    ...signing.flatMap((name) => unfit(name, 'sig')),
    ...ENCRYPTION_MEMBERS.flatMap((name) => unfit(name, 'enc')),
  ];
};

function keyKind(alg: string): { readonly kty: string; readonly crv?: readonly string[] } | undefined {
  if (/^(?:RS|PS)\d|^RSA/.test(alg)) return { kty: 'RSA' };
  if (alg.startsWith('ECDH-ES')) return undefined;
  const curves: Readonly<Record<string, string>> = {
    ES256: 'P-256',
    ES384: 'P-384',
    ES512: 'P-521',
    ES256K: 'secp256k1',
  };
  const curve = curves[alg];
  if (curve !== undefined) return { kty: 'EC', crv: [curve] };
  // RFC 9864 names the curve; EdDSA leaves it to the key.
  if (alg === 'Ed25519' || alg === 'Ed448') return { kty: 'OKP', crv: [alg] };
  return alg === 'EdDSA' ? { kty: 'OKP', crv: ['Ed25519', 'Ed448'] } : undefined;
}

function wantsSigning({ method, inForce }: View): boolean {
  return (
    method === 'private_key_jwt' ||
    SIGNING_MEMBERS.some((name) => isAsymmetric(textOf(inForce[name]) ?? 'none'))
  );
}

function encryptionAlgs({ inForce }: View): readonly string[] {
  return ENCRYPTION_MEMBERS.flatMap((name) => textOf(inForce[name]) ?? []).filter(isForPublicKey);
}

function eachKey(
  keys: readonly Jwk[],
  judge: (key: Jwk, index: number) => Omit<Issue, 'path'> | undefined,
): readonly Issue[] {
  return keys.flatMap((key, index) => {
    const judged = judge(key, index);
    return judged === undefined ? [] : [{ ...judged, path: `jwks.keys[${index}]` }];
  });
}

export const keyRules: readonly CrossFieldRule[] = [
  keysArePublic,
  keysComeOneWay,
  mixedKeysSayTheirUse,
  keysAreToldApart,
  certificatesComeWithTheirKeys,
  keysAreThereForAlgs,
  keysFitAlgs,
];
