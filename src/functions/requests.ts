/** What makes a request, loaded together with the first one: a page that only looks at what is stored does without. */

export { findIssuer } from '../discovery/find-issuer.js';
export { discoverServer } from '../discovery/server-metadata.js';
export { deleteClient } from '../management/delete.js';
export { readClient } from '../management/read.js';
export { updateClient } from '../management/update.js';
export { registerClient } from '../registration/register.js';
