import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { createSecureContext } from 'node:tls';
import { DcrError } from '../protocol/errors.js';
import { checkOptionNames } from '../protocol/option-names.js';

/** Options of `nodeFetch`. */
export interface NodeFetchOptions {
  /** Connections to one origin at a time; more requests wait for one to be free. Default 64. */
  readonly maxSockets?: number;
  /**
   * How long a connection is kept for the next request, in milliseconds; a shorter time that the server states counts.
   * Shorter than servers wait before they close it, so that no request meets a closing connection. Default 4000.
   */
  readonly idleMs?: number;
  /** Authorities to trust instead of those that Node knows, in PEM. */
  readonly ca?: string | Uint8Array | readonly (string | Uint8Array)[];
  /** The client's certificate chain, in PEM (RFC 8705). */
  readonly cert?: string | Uint8Array;
  /** Its private key, in PEM. Secret. */
  readonly key?: string | Uint8Array;
  /** What the key is encrypted with. Secret. */
  readonly passphrase?: string;
}

/** The connections of one `nodeFetch`. */
export interface Connections {
  agentFor(protocol: string): HttpAgent;
  /** Ends those that are idle, and keeps none from now on. */
  close(): void;
}

const MOST_SOCKETS = 64;
const IDLE_MS = 4000;

/** @throws DcrError `invalid-option`. */
export function openConnections(options: NodeFetchOptions): Connections {
  const names = ['maxSockets', 'idleMs', 'ca', 'cert', 'key', 'passphrase'];
  checkOptionNames(options, names, 'nodeFetch');
  const { maxSockets = MOST_SOCKETS, idleMs = IDLE_MS, ca, cert, key, passphrase } = options;
  checkPositive('maxSockets', maxSockets, 'a whole number from 1');
  checkPositive('idleMs', idleMs, 'a whole number of milliseconds from 1');
  if ((cert === undefined) !== (key === undefined)) {
    throw new DcrError('invalid-option', 'nodeFetch: cert and key belong together; give both or neither.');
  }
  // An agent lets go of its sockets' hold on the process while they are idle.
  const kept = { keepAlive: true, maxSockets, maxFreeSockets: maxSockets, timeout: idleMs };
  const http = new HttpAgent(kept);
  const https = httpsAgent(kept, { ca, cert, key, passphrase });
  return {
    agentFor: (protocol) => (protocol === 'https:' ? https : http),
    close: () => {
      for (const agent of [http, https]) {
        agent.maxFreeSockets = 0;
        for (const socket of Object.values(agent.freeSockets).flat()) socket?.destroy();
      }
    },
  };
}

type Kept = ConstructorParameters<typeof HttpAgent>[0];
type Certificates = Pick<NodeFetchOptions, 'ca' | 'cert' | 'key' | 'passphrase'>;

function httpsAgent(
  kept: Kept,
  certificates: { [Name in keyof Certificates]: Certificates[Name] | undefined },
): HttpsAgent {
  const own = { ...kept, ALPNProtocols: ['http/1.1'] };
  const given = Object.entries(certificates).filter(([, value]) => value !== undefined);
  if (given.length === 0) return new HttpsAgent(own);
  try {
    // Read now, so that a wrong key is told here and not by every request.
    return new HttpsAgent({ ...own, secureContext: createSecureContext(Object.fromEntries(given)) });
  } catch (error) {
    const detail = error instanceof Error ? ` (${String((error as { code?: unknown }).code)})` : '';
    throw new DcrError('invalid-option', `nodeFetch: ca, cert or key is not what TLS can use${detail}.`);
  }
}

function checkPositive(name: string, value: unknown, what: string): void {
  if (Number.isSafeInteger(value) && Number(value) > 0 && Number(value) < 2 ** 31) return;
  throw new DcrError('invalid-option', `nodeFetch: ${name} must be ${what}.`);
}
