// What README.md says of misspelt metadata: each marked line is an error of the compiler, and no other line is.

import { registerClient as registerWithMcp } from '@modelcontextprotocol/sdk/client/auth.js';
import { registerClient } from 'dcr-client';
import { dynamicClientRegistrationRequest } from 'oauth4webapi';
import { dynamicClientRegistration } from 'openid-client';

const issuer = 'https://as.example.com';
const redirect_uris = ['https://app.example.com/cb'];

export const misspelt = [
  // @ts-expect-error
  () => registerClient({ issuer }, { redirect_urls: redirect_uris }),
  // @ts-expect-error
  () => registerWithMcp(issuer, { clientMetadata: { redirect_uris, redirect_urls: redirect_uris } }),
  () => dynamicClientRegistration(new URL(issuer), { redirect_urls: redirect_uris }),
  () => dynamicClientRegistrationRequest({ issuer }, { redirect_urls: redirect_uris }),
];
