import type { DcrWarning, ServerMetadata } from '../../index.js';
import { parseAddress } from '../../protocol/can-parse.js';
import { type Diagnosis, note, ok, problem } from './diagnosis.js';
import { vendorOf } from './vendors.js';

/** What a server's metadata tells about registering there (RFC 8414 section 2). Pure. */
export function diagnoseMetadata(
  server: ServerMetadata,
  warnings: readonly DcrWarning[] = [],
): readonly Diagnosis[] {
  return [
    ...registration(server),
    ...vendor(server),
    ...authentication(server),
    ...grants(server),
    ...pkce(server),
    ...warnings.map(({ code, message }) => note(`metadata (${code})`, message)),
  ];
}

function registration({ issuer, registration_endpoint: endpoint }: ServerMetadata): readonly Diagnosis[] {
  const about = 'registration';
  if (typeof endpoint !== 'string') {
    const says =
      'The metadata names no registration_endpoint: registration is switched off, or not announced.';
    return [
      problem(
        about,
        says,
        'ask the operator; a known endpoint goes into { server: { issuer, registration_endpoint } }',
      ),
    ];
  }
  const found = ok(about, `Clients are registered at ${endpoint}.`);
  const [there, here] = [parseAddress(endpoint), parseAddress(issuer)];
  if (there === undefined || here === undefined) return [problem(about, `${endpoint} is no address.`)];
  if (there.origin === here.origin) return [found];
  return [
    found,
    note(
      about,
      `The registration endpoint has another origin (${there.origin}) than the issuer.`,
      `if clients are managed at a third origin, allowedOrigins: ['https://…']`,
    ),
  ];
}

function vendor({ registration_endpoint: endpoint }: ServerMetadata): readonly Diagnosis[] {
  const found = vendorOf(endpoint);
  return found === undefined
    ? []
    : [note('vendor', `${found.name}, by its address. ${found.habits}`, found.set)];
}

const DEFAULT_METHODS = ['client_secret_basic'];

function authentication(server: ServerMetadata): readonly Diagnosis[] {
  const announced = listOf(server.token_endpoint_auth_methods_supported);
  const methods = announced ?? DEFAULT_METHODS;
  const about = 'authentication';
  const by = announced === undefined ? ' (the default: it announces none)' : '';
  const found = ok(about, `Clients authenticate by ${methods.join(', ') || 'nothing'}${by}.`);
  const findings: Diagnosis[] = [found];
  if (!methods.includes('none'))
    findings.push(
      note(
        about,
        'Public clients, as in browsers and native apps, are not announced.',
        'a method with a secret or keys',
      ),
    );
  const signs = methods.some((method) => method === 'private_key_jwt' || method === 'client_secret_jwt');
  if (signs && listOf(server.token_endpoint_auth_signing_alg_values_supported) === undefined)
    findings.push(
      note(
        about,
        'It takes signed assertions and does not say by which algorithms (RFC 8414 section 2 requires it).',
        'token_endpoint_auth_signing_alg, as the operator says',
      ),
    );
  return findings;
}

/** RFC 8414 section 2: what holds where nothing is announced. */
const DEFAULT_GRANTS = ['authorization_code', 'implicit'];

function grants(server: ServerMetadata): readonly Diagnosis[] {
  const announced = listOf(server.grant_types_supported);
  const types = announced ?? DEFAULT_GRANTS;
  const by = announced === undefined ? ' (the default: it announces none)' : '';
  const found = ok('grants', `Grants: ${types.join(', ')}${by}.`);
  const missing = ['refresh_token', 'client_credentials'].filter((type) => !types.includes(type));
  if (missing.length === 0) return [found];
  const says = `${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} not announced.`;
  return [found, note('grants', says, 'grant_types without what the server does not offer')];
}

function pkce(server: ServerMetadata): readonly Diagnosis[] {
  const methods = listOf(server.code_challenge_methods_supported);
  if (methods?.includes('S256') === true) return [ok('PKCE', 'S256 is offered.')];
  if (methods === undefined)
    return [note('PKCE', 'Not announced; a server may offer it all the same (RFC 7636).')];
  return [
    problem(
      'PKCE',
      `Only ${methods.join(', ') || 'nothing'} is offered, and S256 is not (RFC 9700 section 2.1.1).`,
    ),
  ];
}

function listOf(value: unknown): readonly string[] | undefined {
  return Array.isArray(value)
    ? value.filter((entry): entry is string => typeof entry === 'string')
    : undefined;
}
