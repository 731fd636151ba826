import { loaded } from '../protocol/loaded.js';
import type { ServerProfile } from '../protocol/server-profile.js';
import type { RequestContext } from './options.js';

/** Registration endpoints that only one vendor's server has. */
const WSO2 = /\/api\/identity\/oauth2\/dcr\//;

/**
 * The profile in force at this registration endpoint or client: the one that was passed, or one that the address shows.
 * The latter is loaded when it is needed, so that nobody else carries it, and holds no credential.
 */
export async function profileFor(
  { profile, signal }: Pick<RequestContext, 'profile' | 'signal'>,
  address: string | undefined,
): Promise<ServerProfile | undefined> {
  if (profile !== undefined || address === undefined || !WSO2.test(address)) return profile;
  const { wso2Profile } = await loaded(import('../servers/wso2/profile.js'), signal);
  return wso2Profile();
}
