import { DcrError } from '../protocol/errors.js';
import { type Refusal, readRefusal } from '../protocol/refusal.js';
import type { ServerProfile } from '../protocol/server-profile.js';
import { withoutQuery } from './address.js';
import type { Answer } from './send.js';

interface RefusedCall extends Pick<Refusal, 'operation' | 'authorizedBy' | 'now'> {
  readonly attempted: string;
  readonly endpoint: string;
  readonly secrets: readonly string[];
  readonly profile: ServerProfile | undefined;
}

/** The error for an answer that is not a success. */
export function refusalError(answer: Answer, call: RefusedCall): DcrError {
  const { attempted, operation, authorizedBy, secrets, now, profile } = call;
  const { status, headers, text } = answer;
  const refusal = { operation, authorizedBy, status, headers, text, secrets, now };
  const general = readRefusal(refusal);
  const reading = { ...general, ...profile?.refusal?.(refusal, general) };
  const endpoint = withoutQuery(call.endpoint);
  const said = [reading.error, reading.error_description].filter((part) => part !== undefined).join(': ');
  const message = [
    `Could not ${attempted}: ${endpoint} answered ${status}${said === '' ? '' : ` (${said})`}.`,
    reading.hint,
  ];
  return new DcrError(reading.kind, message.filter((part) => part !== undefined).join(' '), {
    status,
    endpoint,
    error: reading.error,
    error_description: reading.error_description,
    retryAfterMs: reading.retryAfterMs,
  });
}
