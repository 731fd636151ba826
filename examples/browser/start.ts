// Starts oidc-provider and the site of the app, both on this machine, until it is interrupted. With --relay the server lets no page
// register, and the site passes registrations on.

import { once } from 'node:events';
import { startAuthorizationServer } from '../support/authorization-server.js';
import { startSite } from './site.js';

const relays = process.argv.includes('--relay');
const server = await startAuthorizationServer({ letsPagesRegister: !relays });
const site = await startSite({ issuer: server.issuer, relays });
console.log(
  `Open ${site.origin} in a few tabs. The authorization server is at ${server.issuer}; its user is joe.`,
);

await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
await Promise.all([site.close(), server.close()]);
console.log(`${server.registrations()} registered, ${server.clients().length} left.`);
