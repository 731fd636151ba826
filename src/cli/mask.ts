export const MASK = '********';

const SECRET_MEMBER = /(?:^|_)(?:secret|access_token|password|private_key)$/;

/** Whether a member holds a credential: `client_secret`, `registration_access_token`, `ext_param_client_secret`. */
export function isSecretMember(name: string): boolean {
  return SECRET_MEMBER.test(name);
}

/** A copy in which no credential can be read, however deep it lies. */
export function masked(value: unknown, isSecret = false): unknown {
  if (Array.isArray(value)) return value.map((entry) => masked(entry, isSecret));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [name, masked(inner, isSecret || isSecretMember(name))]),
    );
  }
  return isSecret && value !== undefined && value !== null ? MASK : value;
}

/** Text without any of the secrets. Shorter ones guard nothing, and would only garble the words around. */
export function withoutSecrets(text: string, secrets: Iterable<string>): string {
  return [...secrets]
    .filter((secret) => secret.length >= 4)
    .sort((a, b) => b.length - a.length)
    .flatMap((secret) => [secret, encodeURIComponent(secret)])
    .reduce((rest, secret) => rest.replaceAll(anywhere(secret), MASK), text);
}

/** A short one also stands in words, and would be told by what is left of them: `admin` by "********istrator". */
function anywhere(secret: string): RegExp {
  const literal = secret.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(secret.length < 8 ? `(?<!\\w)${literal}(?!\\w)` : literal, 'g');
}
