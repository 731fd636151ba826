/**
 * Dynamic client registration (RFC 7591, OpenID Connect Registration) and its management (RFC 7592): {@link createDcrClient} for
 * the app that registers itself, {@link registerClient} and its like for one request each, and what both speak of.
 *
 * @module dcr-client
 */

// The app that registers itself, and finding its server
export { type CallOptions, createDcrClient, type DcrClient } from './client.js';
export type { DiscoveryTarget } from './discovery/server-metadata.js';
// One request each
export {
  deleteClient,
  discoverServer,
  findIssuer,
  readClient,
  registerClient,
  updateClient,
} from './functions.js';
export type { FetchLike, RequestOptions, UrlPolicy } from './http/options.js';
export type { Clock } from './lifecycle/clock.js';
export type { DcrChange } from './lifecycle/events.js';
export type {
  AtAccount,
  AtIssuer,
  AtServer,
  DcrClientOptions,
  DcrClientSettings,
  DcrTarget,
} from './lifecycle/options.js';
export type { Renewal } from './lifecycle/renew.js';
export type { RejectionOutcome, UsedCredentials } from './lifecycle/report-rejected.js';
export type { DcrStatus } from './lifecycle/status.js';
export { UnsavedRegistrationError } from './lifecycle/unsaved.js';
export type { UpdateOptions } from './management/update.js';
// What one vendor's server does otherwise
export type { ClientOperation } from './protocol/client-operation.js';
// What was granted
export {
  type CompareMetadataOptions,
  compareMetadata,
  type FieldComparison,
  type MetadataComparison,
} from './protocol/compare.js';
export {
  DcrError,
  type DcrErrorCode,
  type DcrErrorDetails,
  type DiscoveryAttempt,
  DiscoveryError,
  type Finding,
  InvalidMetadataError,
  isDcrError,
  RegistrationError,
} from './protocol/errors.js';
// Words of the protocol
export { withExtensions } from './protocol/extensions.js';
export type { FieldOutcome } from './protocol/outcome.js';
export type { CredentialProvider, ProviderCall } from './protocol/provider.js';
export type { Operation, StoredRegistration, SuspectedOrphan } from './protocol/record.js';
export type { Refusal, RefusalReading } from './protocol/refusal.js';
export type { MetadataProfile, ValidateMetadataOptions, Validation } from './protocol/rules/options.js';
export type {
  CorrectedServer,
  CredentialRequest,
  MetadataSetting,
  NeverRenewed,
  OutgoingMetadata,
  SentMetadata,
  ServerProfile,
} from './protocol/server-profile.js';
// Before anything is sent
export type { OnSubstitution } from './protocol/substitution.js';
export type {
  CheckedMetadata,
  CheckedUpdate,
  ClientInformation,
  ClientMetadata,
  JsonWebKeySet,
  MetadataChanges,
  MetadataMembers,
  Registration,
  ServerMetadata,
} from './protocol/types.js';
export { validateMetadata } from './protocol/validate.js';
export type { DcrWarning, DcrWarningCode } from './protocol/warnings.js';
export type { InitialAccessToken } from './registration/initial-access-token.js';
// Registering and managing a client, one request each
export type { RegisterOptions } from './registration/register.js';
// Where registrations are kept
export { memoryStore } from './stores/memory.js';
export type { RegistrationStore, StoredEntry, StoreOptions } from './stores/types.js';
