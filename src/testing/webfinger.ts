import { document, notFound } from './answer.js';
import { canParse } from './can-parse.js';
import type { Settings } from './options.js';
import type { IncomingRequest } from './request.js';

export const WEBFINGER_PATH = '/.well-known/webfinger';
const ISSUER_RELATION = 'http://openid.net/specs/connect/1.0/issuer';

/** RFC 7033 section 4: the issuer of an account (OpenID Connect Discovery section 2). */
export function answerWebFinger(request: IncomingRequest, settings: Settings): Response {
  const resource = request.url.searchParams.get('resource');
  if (resource === null || resource === '') return new Response('resource is missing', { status: 400 });
  const issuer = Object.hasOwn(settings.accounts, resource) ? settings.accounts[resource] : undefined;
  if (issuer === undefined) return notFound();
  const relations = request.url.searchParams.getAll('rel');
  const wanted = relations.length === 0 || relations.includes(ISSUER_RELATION);
  return document(
    { subject: resource, links: wanted ? [{ rel: ISSUER_RELATION, href: issuer }] : [] },
    { 'content-type': 'application/jrd+json', 'access-control-allow-origin': '*' },
  );
}

/** Where the accounts are asked for: at their own host, which need not be the issuer's. */
export function webFingerOrigins(settings: Settings): string[] {
  return Object.keys(settings.accounts).flatMap((resource) => {
    const address = resource.replace(/^acct:.*@/, 'https://');
    return /^https?:/.test(address) && canParse(address) ? [new URL(address).origin] : [];
  });
}
