import { document } from '../answer.js';
import { statusOnly } from './answer.js';
import { wso2Metadata } from './discovery.js';
import { SUPER_TENANT, type Wso2Settings } from './options.js';
import { decoded } from './place.js';
import { isJavaUri } from './uri.js';

const ISSUER_RELATION = 'http://openid.net/specs/connect/1.0/issuer';

/**
 * WebFinger at the root (`org.wso2.carbon.identity.webfinger` DefaultWebFingerRequestBuilder): exactly `resource` and
 * `rel`, whose value is not looked at. Refusals have no body.
 */
export function answerWso2WebFinger(url: URL, settings: Wso2Settings): Response {
  const names = new Set(url.searchParams.keys());
  if (names.size !== 2 || !names.has('resource') || !names.has('rel')) return statusOnly(400);
  const resource = url.searchParams.get('resource') ?? '';
  if (resource.trim() === '') return statusOnly(404);
  const [, scheme, rest = ''] = /^([A-Za-z][A-Za-z0-9+.-]*):(.*)$/s.exec(resource) ?? [];
  if (scheme === undefined || !isJavaUri(resource)) return statusOnly(500);
  if (scheme === 'acct' && !rest.includes('@') && !decoded(rest).includes('@')) return statusOnly(400);
  const userinfo = scheme === 'acct' ? accountUser(rest) : addressUser(rest);
  const tenant = userinfo.includes('@') ? userinfo.slice(userinfo.lastIndexOf('@') + 1) : SUPER_TENANT;
  if (!Object.hasOwn(settings.tenants, tenant)) return statusOnly(404);
  const { issuer } = wso2Metadata({ tenant, organization: undefined }, settings);
  return document(
    { subject: resource, links: [{ rel: ISSUER_RELATION, href: issuer }] },
    { 'content-type': 'application/jrd+json' },
  );
}

/** All before the last `@`; the host behind it says nothing about the tenant. */
function accountUser(rest: string): string {
  const whole = decoded(rest);
  return formDecoded(whole.slice(0, whole.lastIndexOf('@')));
}

/** A second bare `@` makes it an authority without a user, for java.net.URI. */
function addressUser(rest: string): string {
  const authority = /^\/\/([^/?#]*)/.exec(rest)?.[1] ?? '';
  const parts = authority.split('@');
  return parts.length === 2 ? formDecoded(decoded(parts[0] ?? '')) : '';
}

function formDecoded(text: string): string {
  return decoded(text.replaceAll('+', ' '));
}
