import type { Attributes } from '@opentelemetry/api';
import { isDcrError } from '../../protocol/errors.js';

/**
 * What a span tells of a result: the client's id, and words that are never secret. Everything else stays out, since results
 * carry credentials.
 */
export function resultAttributes(result: unknown): Attributes {
  const { client_id, state, usable, manageable, verdict, replaced, information, registration } =
    membersOf(result);
  const shown = {
    'dcr.client_id': client_id ?? membersOf(information).client_id ?? membersOf(registration).client_id,
    'dcr.state': state,
    'dcr.usable': usable,
    'dcr.manageable': manageable,
    'dcr.verdict': verdict,
    'dcr.replaced': replaced,
  };
  const isShort = ([, value]: [string, unknown]) => typeof value === 'boolean' || typeof value === 'string';
  return { ...(Object.fromEntries(Object.entries(shown).filter(isShort)) as Attributes), ...counts(result) };
}

/** Of a plan how many steps of each kind it has; of a report how many were done, and how many are left. */
function counts(result: unknown): Attributes {
  const { steps, open, ...others } = membersOf(result);
  const found: Record<string, number> = {};
  if (Array.isArray(steps))
    for (const { action } of steps) found[`dcr.plan.${action}`] = (found[`dcr.plan.${action}`] ?? 0) + 1;
  if (Array.isArray(open)) {
    for (const [name, count] of Object.entries(others))
      if (typeof count === 'number') found[`dcr.apply.${name}`] = count;
    found['dcr.apply.open'] = open.length;
  }
  return found;
}

/** What a span tells of a failure. */
export function failureAttributes(error: unknown): Attributes & { readonly 'error.type': string } {
  if (!isDcrError(error)) return { 'error.type': nameOf(error) };
  const { code, status, error: said } = error;
  return {
    'error.type': code,
    ...(status === undefined ? {} : { 'http.response.status_code': status }),
    ...(said === undefined ? {} : { 'dcr.error': said }),
  };
}

function membersOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

/** The reason of the caller's signal may be anything; of it only a name that looks like one is told. */
function nameOf(error: unknown): string {
  return error instanceof Error && /^\w{1,60}$/.test(error.name) ? error.name : '_OTHER';
}
