import { freePort } from '../../integration/services/process.js';
import { listen } from '../../interop/servers/listen.js';
import { startOidcProvider } from '../../interop/servers/oidc-provider.js';
import type { Judged } from '../suite/metadata.js';
import type { Servers } from '../suite/setting.js';
import { startOddServer } from './odd.js';

export interface Running {
  readonly servers: Servers;
  close(): Promise<void>;
}

/** The servers for one runtime, so that what one does is not counted for another. */
export async function startServers(judged: readonly Judged[]): Promise<Running> {
  const provider = await startOidcProvider({ rotate: true, cors: 'exposing' });
  const documents: Record<string, () => unknown> = {
    '/seen': () => ({ created: provider.created(), left: provider.registered.size }),
    '/judged': () => judged,
  };
  const witness = await listen((request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'access-control-allow-origin': '*' });
    response.end(JSON.stringify(documents[request.url ?? '']?.()));
  });
  const odd = await startOddServer(witness.origin);
  const servers = {
    issuer: provider.issuer,
    witness: witness.origin,
    odd: odd.origin,
    closed: `http://127.0.0.1:${await freePort()}`,
  };
  const close = async () => {
    await Promise.all([provider.close(), witness.close(), odd.close()]);
  };
  return { servers, close };
}
