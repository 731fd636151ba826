// A job of a pipeline: makes itself a client, works with it, and deletes it, also when the work fails or the runner ends it early.

import { createDcrClient, memoryStore } from 'dcr-client';
import { openidClientConfiguration } from 'dcr-client/openid-client';
import { clientCredentialsGrant } from 'openid-client';

const stop = new AbortController();
for (const name of ['SIGTERM', 'SIGINT'] as const)
  process.once(name, () => stop.abort(new Error(`ended by ${name}`)));

const dcr = createDcrClient({
  issuer: process.env.ISSUER ?? '',
  metadata: {
    client_name: `Pipeline job ${process.env.CI_JOB_ID ?? 'by hand'}`,
    grant_types: ['client_credentials'],
    token_endpoint_auth_method: 'client_secret_basic',
  },
  // It lives as long as the client does.
  store: memoryStore(),
  ephemeral: true,
});

try {
  // Each call has the signal, and the client as a whole has not: it is still to be deleted when the job was ended.
  const configuration = await openidClientConfiguration(dcr, { signal: stop.signal });
  console.log('registered');
  const { access_token } = await clientCredentialsGrant(configuration);
  await publish(access_token, stop.signal);
  console.log('published');
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  // Runners kill what does not end soon after it was asked to.
  await dcr.close({ signal: AbortSignal.timeout(8000) });
  console.log('deleted');
}

async function publish(token: string, signal: AbortSignal): Promise<void> {
  const response = await fetch(process.env.API ?? '', {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    signal,
  });
  if (!response.ok) throw new Error(`the API answered ${response.status}`);
}
