/**
 * Authorization servers in memory that misbehave on demand, and the duties of a store as test cases. docs/testing.md has examples.
 *
 * @module dcr-client/testing
 */

export type { TestServerClient } from './clients.js';
export type { FaultMoment, FaultSelection, Faults } from './faults.js';
export type { InitialAccessTokenRule, Rotation, TestServerOptions, WellKnownForm } from './options.js';
export type { TestServerRequest } from './request-log.js';
export type { TestServerFetch } from './serve.js';
export { createTestServer, type TestServer } from './server.js';
export { type StoreContractCase, type StoreContractOptions, storeContract } from './store-contract.js';
export type { Wso2Application } from './wso2/applications.js';
export { type Wso2Behaviour, type Wso2Version, wso2Behaviours } from './wso2/behaviour.js';
export type { Wso2TestServerOptions, Wso2TestTenant, Wso2TestUser } from './wso2/options.js';
export { createWso2TestServer, type Wso2Place, type Wso2TestServer } from './wso2/server.js';
