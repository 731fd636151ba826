import type { Finding } from './errors.js';
import { checkOptionNames } from './option-names.js';
import { entriesOf, type FieldOutcome, outcomeOf } from './outcome.js';
import { SUFFICIENCY } from './sufficiency.js';
import type { ClientInformation, ClientMetadata, MetadataMembers } from './types.js';

/** One field, before and after. */
export interface FieldComparison {
  /** What became of it. */
  readonly outcome: FieldOutcome;
  /** As asked for; absent if it was not. */
  readonly requested?: unknown;
  /** As registered; absent if it is not. */
  readonly granted?: unknown;
}

/** What {@link compareMetadata} finds. */
export interface MetadataComparison {
  /** Every member of either side but the credentials. */
  readonly fields: Readonly<Record<string, FieldComparison>>;
  /** Whether the client can do what it was registered for. */
  readonly usable: boolean;
  /** Errors make the client unusable; warnings are worth knowing. `rule` is an id of docs/metadata.md. */
  readonly reasons: readonly Finding[];
}

/** Options of {@link compareMetadata}. */
export interface CompareMetadataOptions {
  /** Ways to authenticate that the app can perform beside the one it asked for, such as `tls_client_auth`. */
  readonly methods?: readonly string[];
  /** Epoch milliseconds, for the end of the secret. Default: now. */
  readonly now?: number;
}

/** What the server issues and nobody asks for. */
const ISSUED = new Set([
  'client_id',
  'client_secret',
  'client_id_issued_at',
  'client_secret_expires_at',
  'registration_access_token',
  'registration_client_uri',
]);

/**
 * Compares what was asked for with what was granted. The server may replace what it does not like (RFC 7591 section
 * 3.2.1), and the client decides whether it can live with that. Makes no request; holds no credential.
 *
 * @throws DcrError `invalid-option`.
 */
export function compareMetadata(
  requested: ClientMetadata | MetadataMembers,
  granted: ClientInformation | MetadataMembers,
  options: CompareMetadataOptions = {},
): MetadataComparison {
  checkOptionNames(options, ['methods', 'now'], 'compareMetadata');
  const [asked, given]: readonly [MetadataMembers, MetadataMembers] = [{ ...requested }, { ...granted }];
  const names = new Set([...Object.keys(asked), ...Object.keys(given)]);
  const fields = [...names]
    .filter((name) => !ISSUED.has(name))
    .map((name) => [name, fieldOf(asked, given, name)] as const)
    .filter(([, field]) => field.requested !== undefined || field.granted !== undefined);
  const reasons = SUFFICIENCY.flatMap((check) =>
    check({
      requested: asked,
      granted: given,
      answeredRedirectUris: answeredRedirectUris(granted),
      methods: options.methods ?? [],
      now: options.now ?? Date.now(),
    }),
  );
  return {
    fields: Object.fromEntries(fields),
    usable: reasons.every(({ severity }) => severity !== 'error'),
    reasons,
  };
}

function fieldOf(asked: MetadataMembers, given: MetadataMembers, name: string): FieldComparison {
  const [requested, granted] = [asked[name] ?? undefined, given[name] ?? undefined];
  return {
    outcome: outcomeOf(name, requested, granted),
    ...(requested === undefined ? {} : { requested }),
    ...(granted === undefined ? {} : { granted }),
  };
}

/** Redirect URIs that were not asked for are left out of the granted view; the untouched answer still has them. */
function answeredRedirectUris(granted: ClientInformation | MetadataMembers): readonly string[] {
  const { rawAnswer, warnings } = granted;
  const wereAdded =
    Array.isArray(warnings) && warnings.some((warning) => warning?.code === 'redirect-uris-changed');
  if (!wereAdded || typeof rawAnswer !== 'object' || rawAnswer === null || !('redirect_uris' in rawAnswer))
    return [];
  return [...(entriesOf('redirect_uris', rawAnswer.redirect_uris) ?? [])];
}
