// openid-client discovers and registers in one call. It does not manage: read, update and delete are those written by hand.

import { allowInsecureRequests, customFetch, dynamicClientRegistration } from 'openid-client';
import { startWith } from './kept.mjs';

export { read, remove, update } from './by-hand.mjs';

export const discover = async (issuer) => issuer;

export async function register(issuer, metadata, fetch) {
  const options = { execute: [allowInsecureRequests], [customFetch]: fetch };
  const configuration = await dynamicClientRegistration(new URL(issuer), { ...metadata }, undefined, options);
  return configuration.clientMetadata();
}

export const start = startWith({ discover, register });
