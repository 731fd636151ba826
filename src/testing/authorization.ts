/** What the Authorization header carries. A header that cannot be read counts as none. */
export type Credentials =
  | { readonly scheme: 'none' }
  | { readonly scheme: 'bearer'; readonly token: string }
  | { readonly scheme: 'basic'; readonly client_id: string; readonly client_secret: string };

export function credentialsOf(headers: Headers): Credentials {
  const [, scheme = '', value = ''] = /^(\S+) +(\S+)$/.exec(headers.get('authorization') ?? '') ?? [];
  if (scheme.toLowerCase() === 'bearer') return { scheme: 'bearer', token: value };
  if (scheme.toLowerCase() === 'basic') return basicCredentials(value) ?? { scheme: 'none' };
  return { scheme: 'none' };
}

/** What a log may tell of the header: its scheme, whether or not what follows can be read. */
export function schemeOf(headers: Headers): 'none' | 'bearer' | 'basic' | 'other' {
  const header = headers.get('authorization')?.trim() ?? '';
  if (header === '') return 'none';
  const scheme = header.split(/\s/, 1)[0]?.toLowerCase();
  return scheme === 'bearer' || scheme === 'basic' ? scheme : 'other';
}

/** RFC 6749 section 2.3.1: id and secret are form-urlencoded each before they are joined. */
function basicCredentials(value: string): Credentials | undefined {
  const pair = basicPair(value);
  if (pair === undefined) return undefined;
  try {
    return { scheme: 'basic', client_id: formDecoded(pair[0]), client_secret: formDecoded(pair[1]) };
  } catch {
    return undefined;
  }
}

/** User and password as they stand in the header (RFC 7617 section 2), in UTF-8. */
export function basicPair(value: string): readonly [string, string] | undefined {
  try {
    const bytes = Uint8Array.from(atob(value), (letter) => letter.charCodeAt(0));
    const [, user, password] = /^([^:]*):(.*)$/s.exec(new TextDecoder().decode(bytes)) ?? [];
    return user === undefined || password === undefined ? undefined : [user, password];
  } catch {
    return undefined;
  }
}

function formDecoded(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '));
}
