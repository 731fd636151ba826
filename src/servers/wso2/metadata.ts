import type { components } from '../../../generated/wso2-dcr.js';
import type { CheckedMetadata, ClientMetadata } from '../../protocol/types.js';

type Registration = components['schemas']['RegistrationRequest'];
type Update = components['schemas']['UpdateRequest'];

/** What only this server knows. */
type OwnName = Exclude<
  keyof Registration | keyof Update,
  keyof ClientMetadata | 'client_id' | 'client_secret' | 'url'
>;

/** Metadata of a client with the members that only WSO2 knows. `ext_param_client_secret` is secret. */
export type Wso2ClientMetadata = ClientMetadata & {
  readonly [Name in OwnName & keyof Registration]?: Registration[Name];
} & { readonly [Name in OwnName & keyof Update]?: Update[Name] };

/** A chosen secret is only heeded with a chosen id. */
type Together<M> = M extends { readonly ext_param_client_secret: string }
  ? { readonly ext_param_client_id: string }
  : unknown;

/** The same as written in a call: a misspelt name or value does not compile. */
export type CheckedWso2Metadata<M> = CheckedMetadata<M, Wso2ClientMetadata> & Together<M>;

/**
 * Metadata with the members that only WSO2 knows: `wso2Metadata({ client_name: 'batch', ext_pkce_mandatory: true })`. For
 * whoever takes metadata; as changes for `patch`, too. Returns what it is given.
 */
export function wso2Metadata<const M extends Wso2ClientMetadata>(
  metadata: CheckedWso2Metadata<M>,
): ClientMetadata {
  return metadata;
}
