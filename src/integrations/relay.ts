/**
 * The way for pages to a server that has no CORS: a relay in the app's own back end, {@link createRegistrationRelay}, and the
 * `fetch` that sends a page's requests through it, {@link relayFetch}. docs/browsers.md says when it is needed.
 *
 * @module dcr-client/relay
 */

export { createRegistrationRelay } from './relay/handler.js';
export type { RegistrationRelayOptions } from './relay/options.js';
export { type RelayFetchOptions, relayFetch } from './relay/page.js';
