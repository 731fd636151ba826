import type { Attributes } from '@opentelemetry/api';
import type { DcrClientOptions } from '../../lifecycle/options.js';
import { parseAddress } from '../../protocol/can-parse.js';

/** Where the registrations are; an operator has many, and so no name. */
type Whereabouts = Pick<DcrClientOptions, 'issuer' | 'server' | 'name'> & { readonly metadata?: unknown };

/** Which registration it is, for every span and metric. */
export interface Target {
  attributes(): Attributes;
  /** With the server's address, by the conventions for spans. */
  spanAttributes(): Attributes;
  /** Tells the issuer that was found for an account. */
  found(issuer: string | undefined): void;
}

/** An account is a person's address, so it is no attribute; the issuer found for it is. */
export function targetOf({ issuer: given, server, metadata, name }: Whereabouts): Target {
  const isOne = metadata !== undefined;
  let issuer = server?.issuer ?? (given === undefined ? undefined : String(given));
  const attributes = (): Attributes => ({
    ...(isOne ? { 'dcr.name': name ?? 'default' } : {}),
    ...(issuer === undefined ? {} : { 'dcr.issuer': issuer }),
  });
  return {
    attributes,
    spanAttributes: () => ({ ...attributes(), ...serverAttributes(issuer) }),
    found: (other) => {
      if (issuer === undefined && other !== undefined && /^https?:/.test(other)) issuer = other;
    },
  };
}

function serverAttributes(issuer: string | undefined): Attributes {
  const url = issuer === undefined ? undefined : parseAddress(issuer);
  if (url === undefined) return {};
  const { hostname, port, protocol } = url;
  const implied = protocol === 'https:' ? 443 : 80;
  return { 'server.address': hostname, 'server.port': port === '' ? implied : Number(port) };
}
