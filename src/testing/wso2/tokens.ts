import type { Place } from './place.js';

/** An access token for the server's own APIs. */
export interface AccessToken extends Place {
  readonly token: string;
  readonly scopes: readonly string[];
  /** Who calls with it, as an owner of applications. */
  readonly subject: string;
  /** Epoch milliseconds. */
  readonly endsAt: number;
}

export interface Tokens {
  issue(token: Omit<AccessToken, 'token'>): AccessToken;
  find(token: string, now: number): AccessToken | undefined;
  revoke(token: string): void;
  issued(): ReadonlySet<string>;
}

export function createTokens(random: () => string): Tokens {
  const tokens = new Map<string, AccessToken>();
  const issued = new Set<string>();
  return {
    issue(granted) {
      const token = `access-${random()}`;
      issued.add(token);
      tokens.set(token, { ...granted, token });
      return { ...granted, token };
    },
    find(token, now) {
      const found = tokens.get(token);
      return found !== undefined && now < found.endsAt ? found : undefined;
    },
    revoke: (token) => {
      tokens.delete(token);
    },
    issued: () => issued,
  };
}

const DCR_SCOPES = ['dcr_create', 'dcr_view', 'dcr_update', 'dcr_delete'];

/** The scopes of the registration API, which are others below an organisation (resource-access-control-v2.xml.j2). */
export function registrationScopes({ organization }: Place): string[] {
  return DCR_SCOPES.map((name) => `${organization === undefined ? 'internal' : 'internal_org'}_${name}`);
}

/** The scope that a request to the registration API needs. */
export function scopeFor(method: string, place: Place): string | undefined {
  const index = ['POST', 'GET', 'PUT', 'DELETE'].indexOf(method);
  return registrationScopes(place)[index];
}
