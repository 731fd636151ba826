import type { DcrClient } from 'dcr-client';
import { openidClientConfiguration } from 'dcr-client/openid-client';
import * as oauth from 'openid-client';

/** What is needed again when the user comes back to this tab. */
const KEPT = 'log-in';

/** Sends the user to the server (RFC 6749 section 4.1, with PKCE, RFC 7636). */
export async function logIn(dcr: DcrClient): Promise<void> {
  const configuration = await openidClientConfiguration(dcr);
  const pkceCodeVerifier = oauth.randomPKCECodeVerifier();
  const expectedState = oauth.randomState();
  sessionStorage.setItem(KEPT, JSON.stringify({ pkceCodeVerifier, expectedState }));
  const address = oauth.buildAuthorizationUrl(configuration, {
    redirect_uri: `${location.origin}/`,
    scope: 'openid',
    code_challenge: await oauth.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    state: expectedState,
  });
  location.assign(address);
}

/** Who has logged in, if this page was opened to say so. The tokens stay in memory. */
export async function finishLogIn(dcr: DcrClient): Promise<string | undefined> {
  const address = new URL(location.href);
  const kept = sessionStorage.getItem(KEPT);
  if (!address.searchParams.has('state') || kept === null) return undefined;
  // A code serves once: not again when the page is loaded again.
  sessionStorage.removeItem(KEPT);
  history.replaceState(null, '', '/');
  const used = await dcr.ensureRegistered();
  try {
    const tokens = await oauth.authorizationCodeGrant(
      await openidClientConfiguration(dcr),
      address,
      JSON.parse(kept),
    );
    await dcr.reportAccepted(used);
    return tokens.claims()?.sub;
  } catch (error) {
    const { replaced } = await dcr.reportRejected(used, error);
    if (!replaced) throw error;
    throw new Error('The server had forgotten this app, which has now registered anew. Please log in again.');
  }
}
