import { parseAddress } from '../protocol/can-parse.js';
import { DcrError } from '../protocol/errors.js';
import { isLoopbackHost } from '../protocol/issuer.js';
import { isPrivateHost } from '../protocol/private-network.js';
import type { RequestContext } from './options.js';

/** An address for messages: the query may carry what is nobody's business. */
export function withoutQuery(url: string): string {
  const parsed = parseAddress(url);
  if (parsed === undefined) return '(not an address)';
  const { origin, pathname } = parsed;
  return origin === 'null' ? (url.split(/[?#]/, 1)[0] ?? url) : origin + pathname;
}

/** Whether plain http would be accepted here. */
function isInsecure(url: URL, context: RequestContext): boolean {
  if (url.protocol === 'https:') return false;
  if (url.protocol !== 'http:') return true;
  return !context.allowInsecureRequests && !(context.loopbackHttp && isLoopbackHost(url.hostname));
}

/** Refuses an address that is not to be asked, before anything is sent. */
export async function checkAddress(url: string, context: RequestContext, attempted: string): Promise<void> {
  const parsed = parseAddress(url);
  if (parsed === undefined) {
    throw new DcrError(
      'insecure-url',
      `Could not ${attempted}: ${JSON.stringify(url.slice(0, 200))} is not an absolute address.`,
    );
  }
  if (isInsecure(parsed, context)) {
    const endpoint = withoutQuery(url);
    throw new DcrError(
      'insecure-url',
      `Could not ${attempted}: ${endpoint} is not https, and credentials do not travel in the clear. Nothing was sent. ` +
        'Ask for the https address; for a test server on this machine give the issuer as a loopback http address, ' +
        'for any other set allowInsecureRequests.',
      { endpoint },
    );
  }
  if (parsed.username !== '' || parsed.password !== '') {
    throw new DcrError(
      'url-refused',
      `Could not ${attempted}: the address at ${parsed.host} carries credentials. Remove them.`,
    );
  }
  const { urlPolicy } = context;
  if (urlPolicy === undefined) return;
  const allowed =
    urlPolicy === 'no-private-networks' ? !isPrivateHost(parsed.hostname) : await urlPolicy(parsed);
  if (!allowed) {
    const endpoint = withoutQuery(url);
    throw new DcrError(
      'url-refused',
      `Could not ${attempted}: urlPolicy refuses ${endpoint}. Nothing was sent.`,
      { endpoint },
    );
  }
}
