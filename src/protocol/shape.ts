import * as z from 'zod/mini';
import { type Finding, InvalidMetadataError } from './errors.js';
import { clientMembers, type MemberKind } from './members.js';

// zod states the shape of what callers give. This module is only imported when something is about to be sent:
// loading zod takes longer than a warm start.

const SHAPES: Record<MemberKind, { readonly schema: z.ZodMiniType; readonly words: string }> = {
  string: { schema: z.string(), words: 'a text' },
  uri: { schema: z.string(), words: 'an address as text' },
  strings: { schema: z.array(z.string()), words: 'a list of texts' },
  uris: { schema: z.array(z.string()), words: 'a list of addresses as texts' },
  boolean: { schema: z.boolean(), words: 'true or false' },
  seconds: { schema: z.number(), words: 'a number of seconds' },
  object: { schema: z.record(z.string(), z.unknown()), words: 'an object' },
  array: { schema: z.array(z.unknown()), words: 'a list' },
};

/** The members of a JWK that only its owner may see (RFC 7518 sections 6.2.2, 6.3.2, 6.4.1). */
const PRIVATE_KEY_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv'];

/**
 * Checks the shape of metadata before it is sent.
 *
 * @throws InvalidMetadataError with all findings.
 */
export function checkShape(metadata: unknown, where: string): void {
  if (typeof metadata !== 'object' || metadata === null || Array.isArray(metadata)) {
    const given = metadata === null ? 'null' : Array.isArray(metadata) ? 'a list' : `a ${typeof metadata}`;
    const message = `the metadata must be an object such as { client_name, redirect_uris }; it is ${given}`;
    throw new InvalidMetadataError(`${where}: ${message}. Nothing was sent.`, [
      { rule: 'shape', path: '', message, severity: 'error' },
    ]);
  }
  const findings = Object.entries(metadata).flatMap(([name, value]) => [
    ...shapeFindings(name, value),
    ...(name === 'jwks' ? privateKeyFindings(value) : []),
  ]);
  if (findings.length === 0) return;
  const words = findings.map(({ path, message }) => `${path} ${message}`).join('; ');
  throw new InvalidMetadataError(`${where}: ${words}. Nothing was sent.`, findings);
}

function shapeFindings(name: string, value: unknown): Finding[] {
  const base = name.split('#', 1)[0] ?? name;
  const kind = Object.hasOwn(clientMembers, base)
    ? clientMembers[base as keyof typeof clientMembers].kind
    : undefined;
  if (kind === undefined || value === undefined || value === null) return [];
  const { schema, words } = SHAPES[kind];
  const result = schema.safeParse(value);
  if (result.success) return [];
  const inner = result.error.issues[0]?.path ?? [];
  const path = [
    name,
    ...inner.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)),
  ].join('');
  const message = path === name ? `must be ${words}` : `must be a text, since ${name} is ${words}`;
  return [{ rule: 'shape', path, message, severity: 'error' }];
}

function privateKeyFindings(value: unknown): Finding[] {
  const keys: unknown =
    typeof value === 'object' && value !== null && 'keys' in value ? value.keys : undefined;
  if (!Array.isArray(keys)) return [];
  return keys.flatMap((key: unknown, index) => {
    if (typeof key !== 'object' || key === null) return [];
    const found = PRIVATE_KEY_MEMBERS.filter((member) => member in key);
    if (found.length === 0) return [];
    const message = `holds private key members (${found.join(', ')}), which never leave the client: pass the public key`;
    return [{ rule: 'private-key', path: `jwks.keys[${index}]`, message, severity: 'error' as const }];
  });
}
