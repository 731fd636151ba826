import type { Wso2Application } from './applications.js';
import type { Wso2Behaviour } from './behaviour.js';

/** The secret in an answer, where it is not the one that is held: a hash is answered as a hash. */
export async function readSecret(
  { client_secret }: Wso2Application,
  { hashedSecrets }: Wso2Behaviour,
): Promise<{ client_secret?: string }> {
  if (!hashedSecrets) return {};
  const digest = await globalThis.crypto.subtle.digest('SHA-256', new TextEncoder().encode(client_secret));
  const hash = btoa(String.fromCharCode(...new Uint8Array(digest)));
  return { client_secret: JSON.stringify({ hash, algorithm: 'SHA-256' }) };
}
