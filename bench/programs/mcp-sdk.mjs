// The MCP SDK discovers and registers. It does not manage: read, update and delete are those written by hand; its schema
// drops the registration access token, so the one of the answer is put back.

import {
  discoverAuthorizationServerMetadata,
  registerClient,
} from '@modelcontextprotocol/sdk/client/auth.js';
import { startWith } from './kept.mjs';

export { read, remove, update } from './by-hand.mjs';

export const discover = (issuer, fetch) => discoverAuthorizationServerMetadata(issuer, { fetchFn: fetch });

export async function register(metadata, clientMetadata, fetch) {
  let answer;
  const fetchFn = async (url, init) => {
    const response = await fetch(url, init);
    answer = await response.clone().json();
    return response;
  };
  await registerClient(metadata.issuer, { metadata, clientMetadata, fetchFn });
  return answer;
}

export const start = startWith({ discover, register });
