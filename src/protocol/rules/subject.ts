import type { CrossFieldRule } from './catalogue.js';
import { hostOf } from './uri.js';
import { listOf } from './view.js';

/** SI-2, SI-6: pairwise subjects are per sector, and one host is one sector (OpenID Connect Core 1.0 section 8.1). */
const pairwiseClientsHaveOneSector: CrossFieldRule = ({ inForce, redirectUris }) => {
  if (inForce.subject_type !== 'pairwise' || inForce.sector_identifier_uri !== undefined) return [];
  const hosts = new Set(redirectUris.map(hostOf));
  const path = 'sector_identifier_uri';
  if (hosts.has(undefined)) {
    return [
      {
        rule: 'SI-6',
        path,
        message: 'must be there: a redirect URI has no host that pairwise subjects could be made for',
      },
    ];
  }
  if (hosts.size < 2) return [];
  return [
    {
      rule: 'SI-2',
      path,
      message: 'must be there: the redirect URIs are on several hosts, and subject_type is pairwise',
    },
  ];
};

/** SI-3: the file lists every redirect URI (OpenID Connect Registration 1.0 section 5). */
const sectorFileListsRedirects: CrossFieldRule = ({ redirectUris, options }) => {
  const { sectorIdentifier } = options;
  if (sectorIdentifier === undefined) return [];
  const path = 'sector_identifier_uri';
  const listed = listOf(sectorIdentifier);
  if (listed === undefined) return [{ rule: 'SI-3', path, message: 'must lead to a JSON list of addresses' }];
  const present = new Set(listed);
  const missing = redirectUris.filter((value) => !present.has(value));
  if (missing.length === 0) return [];
  return [
    {
      rule: 'SI-3',
      path,
      message: `leads to a list without ${missing.join(', ')}: it must hold every redirect URI, character by character`,
    },
  ];
};

/** SI-7: another host is another sector, and every user gets another subject. */
const sectorStays: CrossFieldRule = ({ inForce, redirectUris, options }) => {
  const before = options.registered;
  if (before === undefined || before.subject_type !== 'pairwise' || inForce.subject_type !== 'pairwise')
    return [];
  const sectorsOf = (uri: unknown, redirects: readonly string[]) =>
    typeof uri === 'string' ? [hostOf(uri)] : redirects.map(hostOf);
  const old = sectorsOf(before.sector_identifier_uri, listOf(before.redirect_uris) ?? []);
  const isNew = sectorsOf(inForce.sector_identifier_uri, redirectUris).some((host) => !old.includes(host));
  if (!isNew) return [];
  return [
    {
      rule: 'SI-7',
      path: 'redirect_uris',
      message:
        'move to another host: with pairwise subjects every user becomes another one. Keep the host of sector_identifier_uri',
    },
  ];
};

export const subjectRules: readonly CrossFieldRule[] = [
  pairwiseClientsHaveOneSector,
  sectorFileListsRedirects,
  sectorStays,
];
