import type { CrossFieldRule, RuleId } from './catalogue.js';
import { isForPublicKey } from './keys.js';
import { isPublic, isSymmetric, textOf } from './view.js';

/** AL-1: an unsigned ID token must not come through the browser (OpenID Connect Registration 1.0 section 2). */
const frontChannelIdTokensAreSigned: CrossFieldRule = ({ inForce, responseTypes }) =>
  inForce.id_token_signed_response_alg === 'none' &&
  responseTypes.some((type) => type.split(' ').includes('id_token'))
    ? [
        {
          rule: 'AL-1',
          path: 'id_token_signed_response_alg',
          message: 'must not be none with a response type that has id_token',
        },
      ]
    : [];

const SIGNED_BY_SECRET = [
  'id_token_signed_response_alg',
  'userinfo_signed_response_alg',
  'request_object_signing_alg',
  'introspection_signed_response_alg',
  'authorization_signed_response_alg',
];

/** AL-2: HS algorithms use the client's secret as key (OpenID Connect Core 1.0 section 10.1). */
const sharedKeysNeedASecret: CrossFieldRule = (view) =>
  isPublic(view)
    ? SIGNED_BY_SECRET.filter((name) => isSymmetric(textOf(view.inForce[name]) ?? '')).map((path) => ({
        rule: 'AL-2' as const,
        path,
        message: 'uses the client secret as key, and a client with the method none has no secret',
      }))
    : [];

/** AL-6: what is chosen for ID tokens holds for logout tokens, too, and those are always signed (Back-Channel Logout 1.0 section 2.6). */
const logoutTokensAreSigned: CrossFieldRule = ({ inForce }) =>
  inForce.id_token_signed_response_alg === 'none' && inForce.backchannel_logout_uri !== undefined
    ? [
        {
          rule: 'AL-6',
          path: 'id_token_signed_response_alg',
          message: 'is none, but logout tokens are always signed: choose an algorithm',
        },
      ]
    : [];

const ENCRYPTIONS: readonly (readonly [rule: RuleId, enc: string, alg: string])[] = [
  ['EN-1', 'id_token_encrypted_response_enc', 'id_token_encrypted_response_alg'],
  ['EN-2', 'userinfo_encrypted_response_enc', 'userinfo_encrypted_response_alg'],
  ['EN-3', 'request_object_encryption_enc', 'request_object_encryption_alg'],
  ['EN-4', 'authorization_encrypted_response_enc', 'authorization_encrypted_response_alg'],
  ['EN-5', 'introspection_encrypted_response_enc', 'introspection_encrypted_response_alg'],
  ['EN-8', 'nfv_token_encrypted_response_enc', 'nfv_token_encrypted_response_alg'],
];

/** EN-1 to EN-5, EN-8: content encryption needs key management. */
const encryptionsAreComplete: CrossFieldRule = ({ inForce }) =>
  ENCRYPTIONS.flatMap(([rule, enc, alg]) =>
    inForce[enc] !== undefined && inForce[alg] === undefined
      ? [{ rule, path: enc, message: `has no meaning without ${alg}` }]
      : [],
  );

/** EN-6: symmetric key management derives its key from the client's secret (OpenID Connect Core 1.0 section 10.2). */
const encryptionsHaveKeys: CrossFieldRule = (view) =>
  ENCRYPTIONS.flatMap(([, , name]) => {
    const alg = textOf(view.inForce[name]);
    // Request objects are encrypted for the server: its key, not the client's.
    if (alg === undefined || name === 'request_object_encryption_alg') return [];
    if (isForPublicKey(alg)) return [];
    if (!isPublic(view)) return [];
    return [
      {
        rule: 'EN-6',
        path: name,
        message: `${alg} uses the client secret, and a client with the method none has no secret`,
      },
    ];
  });

const NESTED: readonly (readonly [signing: string, encryption: string])[] = [
  ['userinfo_signed_response_alg', 'userinfo_encrypted_response_alg'],
  ['introspection_signed_response_alg', 'introspection_encrypted_response_alg'],
  ['authorization_signed_response_alg', 'authorization_encrypted_response_alg'],
];

/** EN-7: what is encrypted is signed first, and some servers want both said. */
const encryptedAnswersAreSigned: CrossFieldRule = ({ inForce }) =>
  NESTED.flatMap(([signing, encryption]) =>
    inForce[encryption] !== undefined && inForce[signing] === undefined
      ? [
          {
            rule: 'EN-7',
            path: encryption,
            message: `stands without ${signing}, which some servers want too`,
          },
        ]
      : [],
  );

export const algorithmRules: readonly CrossFieldRule[] = [
  frontChannelIdTokensAreSigned,
  sharedKeysNeedASecret,
  logoutTokensAreSigned,
  encryptionsAreComplete,
  encryptionsHaveKeys,
  encryptedAnswersAreSigned,
];
