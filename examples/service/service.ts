// A web service that calls an API with tokens of its own: it is ready once it is registered, renews its credentials while it runs, and
// lets go of everything when it is closed.

import { createDcrClient, type RegistrationStore } from 'dcr-client';
import { withOpenidClient } from 'dcr-client/openid-client';
import Fastify, { type FastifyListenOptions } from 'fastify';
import { clientCredentialsGrant } from 'openid-client';

export interface ServiceOptions {
  readonly issuer: string;
  /** Replicas share it, and so the client. */
  readonly store: RegistrationStore;
  /** What the service calls with its tokens. */
  readonly api: string;
}

export function createService({ issuer, store, api }: ServiceOptions) {
  const service = Fastify();
  const running = new AbortController();
  const { signal } = running;
  const dcr = createDcrClient({
    issuer,
    store,
    metadata: {
      client_name: 'Report Service',
      grant_types: ['client_credentials'],
      token_endpoint_auth_method: 'client_secret_basic',
    },
    onChange: ({ type, client_id, reason }) => service.log.info({ type, client_id }, reason),
    onWarning: ({ code, message }) => service.log.warn({ code }, message),
  });

  // By the store alone, so that an outage of the authorization server takes no replica out of service.
  service.get('/ready', async (_, reply) => reply.code((await dcr.status()).usable ? 200 : 503).send());

  // A token serves until it ends: where reports are asked for often, keep it that long.
  service.get('/reports', async (_, reply) => {
    const { access_token } = await withOpenidClient(dcr, (client) => clientCredentialsGrant(client), {
      signal,
    });
    const answer = await fetch(api, { headers: { authorization: `Bearer ${access_token}` }, signal });
    return reply.code(answer.status).send(await answer.text());
  });

  service.addHook('onClose', async () => running.abort());
  return {
    service,
    /** It listens at once, and is ready when it is registered. */
    start: async (at: FastifyListenOptions) => {
      await service.listen(at);
      await dcr.ensureRegistered({ signal });
      dcr.startRenewal({ signal });
    },
  };
}
