// How a command line tool logs its user in: as a public client that is registered once, while the browser comes back to whatever
// port is free at that moment (RFC 8252 section 7.3).

import { createDcrClient, type RegistrationStore } from 'dcr-client';
import { openidClientConfiguration } from 'dcr-client/openid-client';
import * as oauth from 'openid-client';
import { listenOnLoopback } from './loopback.js';

export interface LogInOptions {
  readonly issuer: string;
  /** Such as `fileStore({ directory })` below the user's home. */
  readonly store: RegistrationStore;
  readonly openBrowser: (address: URL) => unknown;
  /** Only for servers that compare ports, which they should not. Default: any that is free. */
  readonly port?: number;
}

const PATIENCE_MS = 5 * 60_000;

export async function logIn({ issuer, store, openBrowser, port }: LogInOptions) {
  const dcr = createDcrClient({
    issuer,
    store,
    metadata: {
      client_name: 'Report Tool',
      application_type: 'native',
      // Without a port it fits every start.
      redirect_uris: [port === undefined ? 'http://127.0.0.1/callback' : `http://127.0.0.1:${port}/callback`],
      grant_types: ['authorization_code'],
      // Whoever has the tool has what is in it, so it has no secret: PKCE stands in for one.
      token_endpoint_auth_method: 'none',
    },
  });
  const configuration = await openidClientConfiguration(dcr);
  const listener = await listenOnLoopback('/callback', port);
  try {
    const pkceCodeVerifier = oauth.randomPKCECodeVerifier();
    const expectedState = oauth.randomState();
    const address = oauth.buildAuthorizationUrl(configuration, {
      redirect_uri: listener.redirectUri,
      scope: 'openid',
      code_challenge: await oauth.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
      state: expectedState,
    });
    await openBrowser(address);
    const callback = await listener.callback(AbortSignal.timeout(PATIENCE_MS));
    return await oauth.authorizationCodeGrant(configuration, callback, { pkceCodeVerifier, expectedState });
  } finally {
    listener.close();
  }
}
