// What somebody writes by hand: no limit, no check, no word about what went wrong.

import { startWith } from './kept.mjs';

const json = { accept: 'application/json', 'content-type': 'application/json' };

async function ask(fetch, url, init) {
  const response = await fetch(url, init);
  if (!response.ok) throw new Error(`${init.method} answered ${response.status}`);
  return response.status === 204 ? undefined : response.json();
}

const authorized = ({ registration_access_token }) => ({
  accept: 'application/json',
  authorization: `Bearer ${registration_access_token}`,
});

export const discover = (issuer, fetch) =>
  ask(fetch, `${issuer}/.well-known/openid-configuration`, { method: 'GET' });

export const register = (server, metadata, fetch) =>
  ask(fetch, server.registration_endpoint, { method: 'POST', headers: json, body: JSON.stringify(metadata) });

export const read = (client, fetch) =>
  ask(fetch, client.registration_client_uri, { method: 'GET', headers: authorized(client) });

export const update = (client, metadata, fetch) =>
  ask(fetch, client.registration_client_uri, {
    method: 'PUT',
    headers: { ...json, ...authorized(client) },
    body: JSON.stringify({ ...metadata, client_id: client.client_id }),
  });

export const remove = (client, fetch) =>
  ask(fetch, client.registration_client_uri, { method: 'DELETE', headers: authorized(client) });

export const start = startWith({ discover, register });
