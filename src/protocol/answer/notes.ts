import type { DcrWarning, DcrWarningCode } from '../warnings.js';

/** Collects what was noticed while an answer is read: one warning per code, with all members concerned. */
export interface Notes {
  add(code: DcrWarningCode, ...members: string[]): void;
  warnings(): DcrWarning[];
}

const WORDS: Record<string, string> = {
  'unexpected-status': 'The answer is a success, but not with the status that the specification names.',
  'unexpected-content-type': 'The answer is JSON, but its content type does not say so.',
  'empty-member': 'Empty members of the answer were taken out.',
  'type-coerced': 'Values of the wrong JSON type were converted.',
  'value-ignored': 'Values that make no sense were dropped.',
  'time-in-milliseconds': 'Times in milliseconds were divided by 1000.',
  'missing-expiry': 'A secret came without a usable expiry; it counts as never expiring.',
  'assumed-values': 'The answer left out known values; what was asked for is assumed to be granted.',
  'server-changed-values': 'The server decided otherwise than asked; its values are used.',
  'alias-used': 'A member was found under another name than the registered one.',
  'secret-for-public-client': 'The server issued a secret although the client authenticates with none.',
  'secret-differs':
    'A read shows another secret, and nothing says that it was replaced; the stored one is kept.',
  'redirect-uris-changed': 'The server added redirect URIs that were not asked for; they were left out.',
  'redirect-uris-decoded': 'Redirect URIs came folded into one pattern and were taken apart.',
  'relative-uri': 'The configuration address was relative and was resolved.',
  'insecure-uri': 'The configuration address is plain http to another machine, so it is not used.',
  'foreign-uri':
    'The configuration address lies on an origin that is not allowed, so it was dropped; see allowedOrigins.',
  'management-incomplete':
    'The answer has a configuration address or a registration access token, but not both.',
  'uri-changed': 'The answer names another configuration address; the stored one is kept.',
  'not-kept': 'This server does not keep these members.',
  'not-removed': 'This server keeps these members although they were left out.',
  'not-advertised': 'A granted grant type is not among those that the server says it supports.',
  'host-mismatch': 'Addresses of the client lie on another host than its client_uri.',
};

export function takeNotes(): Notes {
  const found = new Map<DcrWarningCode, Set<string>>();
  return {
    add: (code, ...members) => {
      const known = found.get(code) ?? new Set();
      for (const member of members) known.add(member);
      found.set(code, known);
    },
    warnings: () =>
      [...found].map(([code, members]) => ({
        code,
        message: [WORDS[code] ?? code, members.size === 0 ? '' : `(${[...members].slice(0, 20).join(', ')})`]
          .join(' ')
          .trim(),
        ...(members.size === 0 ? {} : { members: [...members] }),
      })),
  };
}
