import type { CrossFieldRule } from './catalogue.js';
import { isPlainHttp } from './uri.js';
import { listOf, textOf } from './view.js';

/** RQ-1: what is fetched in the clear must at least be signed (OpenID Connect Registration 1.0 section 2). */
const requestObjectsAreProtected: CrossFieldRule = ({ inForce }) => {
  const alg = textOf(inForce.request_object_signing_alg);
  if (alg !== undefined && alg !== 'none') return [];
  return (listOf(inForce.request_uris) ?? []).flatMap((value, index) =>
    isPlainHttp(value)
      ? [
          {
            rule: 'RQ-1' as const,
            path: `request_uris[${index}]`,
            message: 'must be https, or request_object_signing_alg must say how the object is signed',
          },
        ]
      : [],
  );
};

/** RQ-2: a signature that is demanded is one (RFC 9101 section 10.5). */
const demandedSignaturesAreOne: CrossFieldRule = ({ inForce }) =>
  inForce.require_signed_request_object === true && inForce.request_object_signing_alg === 'none'
    ? [
        {
          rule: 'RQ-2',
          path: 'request_object_signing_alg',
          message: 'must not be none while require_signed_request_object is true',
        },
      ]
    : [];

export const requestRules: readonly CrossFieldRule[] = [requestObjectsAreProtected, demandedSignaturesAreOne];
