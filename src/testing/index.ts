export type { TestServerClient } from './clients.js';
export type { FaultMoment, FaultSelection, Faults } from './faults.js';
export type { InitialAccessTokenRule, Rotation, TestServerOptions, WellKnownForm } from './options.js';
export type { TestServerRequest } from './request-log.js';
export { createTestServer, type TestServer } from './server.js';
export { type StoreContractCase, type StoreContractOptions, storeContract } from './store-contract.js';
