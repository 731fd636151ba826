import { DcrError, RegistrationError } from './errors.js';
import { readInformation } from './information.js';
import type { SentMetadata, ServerProfile } from './server-profile.js';
import type { ClientInformation, MetadataMembers, ServerMetadata } from './types.js';
import type { DcrWarning } from './warnings.js';

/** A success answer, understood. */
export interface Accepted {
  readonly information: ClientInformation;
  readonly warnings: readonly DcrWarning[];
  /** The client exists, but not as asked. */
  readonly problem: 'secret-missing' | 'secret-not-allowed' | 'redirect-uri-not-registered' | undefined;
  /** A secret that a read showed and that may or may not be in force. Secret. */
  readonly otherSecret: string | undefined;
  readonly status: number;
  readonly endpoint: string;
  /** The server's clock (`Date`, RFC 9110 section 6.6.1), in epoch milliseconds; browsers hide it across origins. */
  readonly serverTime: number | undefined;
}

interface ReceivedAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

interface AnswerSetting {
  readonly call: 'register' | 'read' | 'update';
  readonly attempted: string;
  readonly known: MetadataMembers | undefined;
  readonly previous?: ClientInformation;
  readonly endpoint: string;
  readonly issuer?: string;
  readonly allowedOrigins?: readonly string[];
  readonly server?: ServerMetadata;
  readonly secrets: readonly string[];
  readonly profile?: ServerProfile | undefined;
  readonly sent?: Pick<SentMetadata, 'notKept' | 'notRemoved'> | undefined;
}

/** Words for answers that are a success by status and none by content. */
const FAILURES: Record<string, string> = {
  html: 'answered with an HTML page instead of JSON. Something in front of the server (a login page, a proxy, a single page application) answered, or the address is wrong. Open it in a browser and check',
  'not-json': 'answered without a JSON object. Check that the address is the registration endpoint',
  'no-client-id':
    'answered without a client_id, so there is nothing to use. Check that the address is the registration endpoint',
  'wrong-endpoint':
    'answered in a format of its own, not that of RFC 7591. Check that the address is the standard registration endpoint',
  rejected: 'reported an error in a success answer. See its error and error_description',
  'client-mismatch':
    'answered for another client, and that answer was not taken over. Check that the configuration address belongs to this client',
};

/** Reads a success answer, or throws what it turned out to be. */
export function acceptAnswer(answer: ReceivedAnswer, setting: AnswerSetting): Accepted {
  const { attempted, ...input } = setting;
  const { status, headers, text } = answer;
  const reading = readInformation({
    ...input,
    answer: { status, contentType: headers.get('content-type'), text },
  });
  const endpoint = setting.endpoint.split(/[?#]/, 1)[0] ?? setting.endpoint;
  if (reading.failure === undefined) {
    const { information, warnings, problem, otherSecret } = reading;
    const date = Date.parse(headers.get('date') ?? '');
    const serverTime = Number.isNaN(date) ? undefined : date;
    return { information, warnings, problem, otherSecret, status, endpoint, serverTime };
  }
  throw new DcrError(
    reading.failure,
    `Could not ${attempted}: ${endpoint} ${FAILURES[reading.failure] ?? 'answered something that makes no sense'} (status ${status}).`,
    { status, endpoint, error: reading.error, error_description: reading.error_description },
  );
}

/** The error for a client that exists but cannot be used as asked. */
export function registrationProblem(accepted: Accepted): RegistrationError {
  const { problem = 'secret-missing', information, status, endpoint } = accepted;
  const method = information.token_endpoint_auth_method ?? 'a secret-based method';
  const what = {
    'secret-missing':
      `the server chose ${method} but issued no client_secret. ` +
      'Ask for another token_endpoint_auth_method, or ask the operator where the secret is shown.',
    'secret-not-allowed':
      `the server chose ${method}, and the store does not keep the client_secret that belongs to it. ` +
      'Ask the operator to allow public clients (token_endpoint_auth_method "none"), or delete() the client and start over ' +
      'with a store that keeps secrets (webStore({ allowSecrets: true })).',
    'redirect-uri-not-registered':
      'the server did not register every redirect URI that was asked for, so logins would fail. ' +
      'Check which redirect URIs its policy allows.',
  };
  return new RegistrationError(
    problem,
    `The client was accepted at ${endpoint}, but ${what[problem]} The error's registration property holds the client.`,
    { status, endpoint, registration: information },
  );
}
