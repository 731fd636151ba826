// oauth4webapi discovers and registers. It does not manage: read, update and delete are those written by hand.

import {
  allowInsecureRequests,
  customFetch,
  discoveryRequest,
  dynamicClientRegistrationRequest,
  processDiscoveryResponse,
  processDynamicClientRegistrationResponse,
} from 'oauth4webapi';
import { startWith } from './kept.mjs';

export { read, remove, update } from './by-hand.mjs';

const options = (fetch) => ({ [allowInsecureRequests]: true, [customFetch]: fetch });

export async function discover(issuer, fetch) {
  const url = new URL(issuer);
  const response = await discoveryRequest(url, options(fetch));
  return processDiscoveryResponse(url, response);
}

export async function register(server, metadata, fetch) {
  const response = await dynamicClientRegistrationRequest(server, metadata, options(fetch));
  return processDynamicClientRegistrationResponse(response);
}

export const start = startWith({ discover, register });
