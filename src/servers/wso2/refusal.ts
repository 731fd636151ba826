import type { Refusal, RefusalReading } from '../../protocol/refusal.js';

/** What a refusal of this server means, and what to do about it; `undefined`: what it means everywhere. */
export function wso2Refusal(refusal: Refusal, reading: RefusalReading): Partial<RefusalReading> | undefined {
  if (isUnknownClient(refusal)) return { kind: 'gone', hint: HINTS.gone };
  if (refusal.status === 404) return { kind: 'wrong-endpoint', hint: HINTS.tenant };
  const hint = CAUSES.find(({ isMeant }) => isMeant(refusal, reading.error_description ?? ''))?.hint;
  return hint === undefined ? undefined : { hint };
}

/** A credential that is not good gets a body and a challenge; the empty 401 comes from behind it. */
function isUnknownClient({ operation, status, headers, text }: Refusal): boolean {
  return operation !== 'register' && status === 401 && text.trim() === '' && !headers.has('www-authenticate');
}

const HINTS = {
  gone: 'To this server an empty 401 means that there is no such client in this tenant. Forget it by delete(), and register a new one.',
  tenant:
    'There is no such tenant or organisation at this server, or it is not active; for a client that is not there it answers 401. Check ' +
    'baseUrl, tenant and organization.',
  anonymous:
    'WSO2 registers clients for an administrator: pass wso2({ baseUrl, credentials }) as profile. Without credentials it does so only ' +
    'where the tenant has switched authentication off (Console, Applications, settings of dynamic client registration), ' +
    'and then for metadata with a software_statement; such a client cannot be read, changed or deleted by who registered it.',
} as const;

interface Cause {
  readonly isMeant: (refusal: Refusal, description: string) => boolean;
  readonly hint: string;
}

/** The first that is meant counts. */
const CAUSES: readonly Cause[] = [
  {
    isMeant: ({ operation, status, authorizedBy }) =>
      operation === 'register' && status === 401 && authorizedBy === undefined,
    hint: HINTS.anonymous,
  },
  {
    isMeant: ({ operation, status, authorizedBy }) =>
      operation === 'register' && status === 401 && authorizedBy === 'token',
    hint:
      'The initial access token was refused. It must be an access token with the scope internal_dcr_create, of the same tenant; where ' +
      'the profile has the credential of an administrator, leave initialAccessToken out, since it goes before it.',
  },
  {
    isMeant: ({ status }) => status === 401,
    hint:
      'The credential was refused. An administrator of a tenant logs in as user@tenant; an access token must come from the same ' +
      'tenant, or for an organisation from the grant organization_switch.',
  },
  {
    isMeant: ({ status, text }) => status === 403 && text.trim() === '',
    hint: 'The administrator may not touch this one application: it belongs to another owner, whose role is needed.',
  },
  {
    isMeant: ({ status }) => status === 403,
    hint:
      'The credential lacks the scope or permission: internal_dcr_create, _view, _update and _delete, in an organisation ' +
      'internal_org_dcr_…; up to 6.1 the permission to manage applications.',
  },
  {
    isMeant: (_, description) => /client id .* already exist/i.test(description),
    hint: 'Another client has this ext_param_client_id: choose another one, or adopt() that client.',
  },
  {
    isMeant: (_, description) => /already exist/i.test(description),
    hint:
      'An application of this client_name exists in the tenant, perhaps made by an earlier registration whose answer was lost: choose another name, ' +
      'or adopt() that client.',
  },
  {
    isMeant: (_, description) => /unrecognized field/i.test(description),
    hint: 'Releases up to 7.0 refuse what they do not know: tell the profile the release, wso2({ version }), and it leaves such members out.',
  },
  {
    isMeant: (_, description) => /client name is not adhering/i.test(description),
    hint: 'By default a client_name has letters, digits, dots, dashes and underscores alone; what people read is ext_application_display_name.',
  },
  {
    isMeant: (_, description) => /mandatory software statement/i.test(description),
    hint: 'This tenant registers nobody without a software_statement: get one from its operator and put it into the metadata.',
  },
  {
    isMeant: ({ operation, status, text }) =>
      operation === 'register' && status === 500 && text.trim() === '',
    hint:
      'Releases up to 6.1 answer so to mistakes in the metadata, such as an unknown grant type or a missing client_name; nothing was ' +
      'registered then. Otherwise its log says what went wrong.',
  },
];
