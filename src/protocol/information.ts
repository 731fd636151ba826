import { type CredentialSetting, completeExpiry, keepCredentials } from './answer/credentials.js';
import { compareGranted, fillKnown, lookOver, settleMethod, settleRedirectUris } from './answer/granted.js';
import { readMembers } from './answer/members.js';
import { type Notes, takeNotes } from './answer/notes.js';
import { isHtml } from './html.js';
import { jsonObject, parseJson, rawDigits } from './json.js';
import { needsSecret } from './needs-secret.js';
import { serverError } from './refusal/words.js';
import type { SentMetadata } from './server-profile.js';
import type { ClientInformation, MetadataMembers, ServerMetadata } from './types.js';
import type { DcrWarning } from './warnings.js';

/** A success answer, and what it answers. */
export interface InformationInput extends CredentialSetting {
  readonly answer: { readonly status: number; readonly contentType: string | null; readonly text: string };
  /** What was asked for, or is stored; `undefined`: nothing is known, so nothing is compared. */
  readonly known: MetadataMembers | undefined;
  readonly server?: ServerMetadata | undefined;
  readonly secrets?: readonly string[] | undefined;
  /** What is known of the fate of what was sent. */
  readonly sent?: Pick<SentMetadata, 'notKept' | 'notRemoved'> | undefined;
}

/** The client that the answer shows, or why it shows none. */
export type InformationReading =
  | {
      readonly failure?: undefined;
      readonly information: ClientInformation;
      readonly warnings: readonly DcrWarning[];
      /** The client exists, but not as asked. */
      readonly problem: 'secret-missing' | 'redirect-uri-not-registered' | undefined;
      /** Secret. Shown by a read, not known to be in force. */
      readonly otherSecret: string | undefined;
    }
  | {
      readonly failure:
        | 'html'
        | 'not-json'
        | 'no-client-id'
        | 'wrong-endpoint'
        | 'rejected'
        | 'client-mismatch';
      readonly error?: string | undefined;
      readonly error_description?: string | undefined;
    };

/**
 * Makes sense of an answer. Only `client_id` must be there; all else is put right and noted, since an answer that is
 * thrown away takes with it credentials that nobody can ask for again.
 */
export function readInformation(input: InformationInput): InformationReading {
  const { answer, previous, known, profile } = input;
  const notes = takeNotes();
  const parsed = parseJson(answer.text);
  const raw = parsed.ok ? jsonObject(parsed.value) : undefined;
  if (raw === undefined) return { failure: isHtml(answer.contentType, answer.text) ? 'html' : 'not-json' };
  noteEnvelope(input, notes);
  const members = readMembers(raw, notes);
  const client_id = clientId(members, raw, answer.text);
  if (client_id === undefined) return withoutClientId(raw, input.secrets);
  if (previous !== undefined && previous.client_id !== client_id) return { failure: 'client-mismatch' };

  const asked: Record<string, unknown> = { ...known };
  noteFate(members, asked, input, notes);
  const otherSecret = keepCredentials(members, input, notes);
  let isMissing = false;
  if (known !== undefined) isMissing = settleRedirectUris(members, asked, notes);
  compareGranted(members, asked, notes);
  fillKnown(members, asked, notes);
  completeExpiry(members, notes);
  settleMethod(members, asked, notes);
  lookOver(members, input.server, notes);

  members.registration_client_uri ??= profile?.configurationAddress?.(client_id, registrationEndpoint(input));
  if (members.registration_client_uri === undefined) delete members.registration_client_uri;

  const warnings = notes.warnings();
  const information: ClientInformation = { ...members, client_id };
  Object.defineProperty(information, 'rawAnswer', { value: raw, enumerable: false });
  Object.defineProperty(information, 'warnings', { value: warnings, enumerable: false });
  const lacksSecret = needsSecret(members.token_endpoint_auth_method) && members.client_secret === undefined;
  const problem = isMissing ? 'redirect-uri-not-registered' : lacksSecret ? 'secret-missing' : undefined;
  return { information, warnings, problem, otherSecret };
}

/** What the server is known to drop is not assumed to be granted; what it shows all the same is. */
function noteFate(
  members: Record<string, unknown>,
  asked: Record<string, unknown>,
  { sent }: InformationInput,
  notes: Notes,
): void {
  const dropped = (sent?.notKept ?? []).filter((name) => members[name] === undefined);
  for (const name of dropped) delete asked[name];
  if (dropped.length > 0) notes.add('not-kept', ...dropped);
  if (sent?.notRemoved?.length) notes.add('not-removed', ...sent.notRemoved);
}

function noteEnvelope({ answer, call }: InformationInput, notes: Notes): void {
  const expected = call === 'register' ? [200, 201] : [200];
  if (!expected.includes(answer.status)) notes.add('unexpected-status');
  if (!/^[^;]*[/+]json\b/i.test(answer.contentType ?? '')) notes.add('unexpected-content-type');
}

/** The address that was asked is the registration endpoint in a registration alone. */
function registrationEndpoint({ call, endpoint }: InformationInput): string | undefined {
  return call === 'register' ? endpoint : undefined;
}

/** As text; the digits of a number come from the raw text, where none are lost. */
function clientId(
  members: Record<string, unknown>,
  raw: Record<string, unknown>,
  text: string,
): string | undefined {
  const { client_id } = members;
  if (typeof client_id !== 'string') return undefined;
  const isExact = typeof raw.client_id !== 'number' || Number.isSafeInteger(raw.client_id);
  return isExact ? client_id : (rawDigits(text, 'client_id') ?? client_id);
}

function withoutClientId(raw: Record<string, unknown>, secrets: readonly string[] = []): InformationReading {
  const said = serverError(raw, secrets);
  if (said.error !== undefined || raw.error !== undefined) return { failure: 'rejected', ...said };
  // Servers with an interface of their own answer this at the address beside the standard one.
  return {
    failure: 'clientId' in raw || 'registrationAccessToken' in raw ? 'wrong-endpoint' : 'no-client-id',
  };
}
