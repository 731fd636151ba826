import type { ClientInformation } from '../../../../src/index.js';
import type { History } from '../play.js';

/** What a living process was answered is not lost: the record ends up with the token and the secret that work. */
export function nothingAnsweredIsLost({ record, clients, requests }: History): string[] {
  const information = record?.information;
  const client = clients.find(({ client_id }) => client_id === information?.client_id);
  if (information === undefined || client === undefined || client.deletedAt !== undefined) return [];
  const heard = (member: 'token' | 'secret', value: string) =>
    requests.some(
      (request) =>
        request.client?.[member] === value && request.answeredAt !== undefined && !request.process.dead,
    );
  const found: string[] = [];
  const { registration_access_token: token, client_secret: secret } = client;
  if (token !== undefined && information.registration_access_token !== token && heard('token', token))
    found.push(
      `${token} works and was answered, and the record has ${information.registration_access_token}`,
    );
  if (
    token !== undefined &&
    information.registration_access_token === token &&
    record?.managementLost !== undefined
  )
    found.push(`${token} works, and the record says that it does not`);
  const secrets = [information.client_secret, record?.otherSecret];
  if (secret !== undefined && !secrets.includes(secret) && heard('secret', secret))
    found.push(`${secret} works and was answered, and the record has ${secrets.join(' and ')}`);
  return found;
}

/** At the end everybody has the same credentials, and they work, unless an answer that changed them was lost. */
export function everybodyEndsWithTheSame({ last, calls, record, clients }: History): string[] {
  const found: string[] = [];
  const shown = last.flatMap(({ information }) =>
    information === undefined ? [] : [JSON.stringify(credentialsOf(information))],
  );
  if (new Set(shown).size > 1)
    found.push(`the last calls returned different clients: ${[...new Set(shown)].join('\n')}`);
  for (const { operation, error, process } of last) {
    if (operation === 'ensureRegistered' && error !== undefined && !isBudget(error))
      found.push(`${process.name} could not end well: ${String(error)}`);
  }
  const information = record?.information;
  // Where no more clients may be made, none can be replaced.
  if (information === undefined || calls.some(({ error }) => isBudget(error))) return found;
  const client = clients.find(({ client_id }) => client_id === information.client_id);
  if (client === undefined || client.deletedAt !== undefined) {
    found.push(`${information.client_id} is in use and not at the server`);
    return found;
  }
  if (client.client_secret !== information.client_secret)
    found.push(`${information.client_secret} is in use and does not work`);
  return found;
}

/** When the secret ends is none of them: a renewal may put that off between two of the last calls. */
function credentialsOf({
  client_id,
  client_secret,
  registration_access_token,
}: ClientInformation): unknown[] {
  return [client_id, client_secret, registration_access_token];
}

function isBudget(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    error.code === 'registration-budget-exhausted'
  );
}
