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

/** RFC 6749 section 2.3.1: id and secret are form-urlencoded each before they are joined. */
function basicCredentials(value: string): Credentials | undefined {
  try {
    const [, client_id, client_secret] = /^([^:]*):(.*)$/s.exec(atob(value)) ?? [];
    if (client_id === undefined || client_secret === undefined) return undefined;
    return { scheme: 'basic', client_id: formDecoded(client_id), client_secret: formDecoded(client_secret) };
  } catch {
    return undefined;
  }
}

function formDecoded(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '));
}
