import { DcrError } from '../protocol/errors.js';
import { readRefusal } from '../protocol/refusal.js';
import { withoutQuery } from './address.js';
import type { Answer } from './send.js';

interface RefusedCall {
  readonly operation: 'register' | 'read' | 'update' | 'delete';
  readonly attempted: string;
  readonly endpoint: string;
  readonly secrets: readonly string[];
  readonly now: number;
}

/** The error for an answer that is not a success. */
export function refusalError(answer: Answer, call: RefusedCall): DcrError {
  const { operation, attempted, secrets, now } = call;
  const { status, headers, text } = answer;
  const reading = readRefusal({ operation, status, headers, text, secrets, now });
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
