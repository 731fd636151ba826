import type { Wso2Settings } from './options.js';

/** Why the service refuses, as it says it itself (`dcr` DCRMConstants.ErrorMessages). */
export interface Wso2Refusal {
  readonly error: 'invalid_client_metadata' | 'invalid_redirect_uri' | 'invalid_software_statement';
  readonly error_description: string;
}

export const invalidMetadata = (error_description: string): Wso2Refusal => ({
  error: 'invalid_client_metadata',
  error_description,
});

/** A success, with the header that a filter of the web application adds (web.xml of the endpoint). */
export function success(status: number, body: unknown): Response {
  const headers = { 'cache-control': 'no-store, no-cache, must-revalidate, private' };
  if (body === undefined) return new Response(null, { status, headers });
  return new Response(JSON.stringify(body), {
    status,
    headers: { ...headers, 'content-type': 'application/json' },
  });
}

/** The service refuses: always 400, and a `traceId` that may be null (`endpoint` DCRMUtils, ErrorDTO). */
export function refused(
  { error, error_description }: Wso2Refusal,
  { behaviour, random }: Wso2Settings,
  traceId: string | null = `trace-${random()}`,
): Response {
  const body = { error, error_description, ...(behaviour.traceId ? { traceId } : {}) };
  return new Response(JSON.stringify(body), {
    status: 400,
    headers: { 'content-type': 'application/json' },
  });
}

/**
 * All other answers of the service have a status and nothing else (`endpoint` DCRMEndpointException): 401 for what is
 * not there, 403 for what is another's, 500 for what was not foreseen.
 */
export function statusOnly(status: number): Response {
  return new Response(null, { status });
}

export function plainText(status: number, text: string): Response {
  return new Response(text, { status, headers: { 'content-type': 'text/plain' } });
}

const VALVE_WORDS = {
  401: [
    'Unauthorized',
    'Authorization failure. Authorization information was invalid or missing from your request.',
  ],
  403: ['Forbidden', 'Operation is not permitted. You do not have permissions to make this request.'],
} as const;

/**
 * The valve before the services refuses (identity-carbon-auth-rest APIErrorResponseHandler). For the registration API
 * it challenges in other words than for the rest.
 */
export function refusedByValve(
  status: 401 | 403,
  api: 'registration' | 'other',
  settings: Wso2Settings,
): Response {
  const realm = `Bearer realm=${new URL(settings.base).hostname}`;
  const challenge = api === 'registration' ? 'Bearer' : realm;
  const headers: Record<string, string> = status === 401 ? { 'www-authenticate': challenge } : {};
  const [message, description] = VALVE_WORDS[status];
  // Up to 5.11 the body was no JSON (identity-carbon-auth-rest before 1.4.48).
  if (!settings.behaviour.traceId) return new Response(null, { status, headers });
  const body = { code: status, message, description, traceId: `trace-${settings.random()}` };
  return new Response(JSON.stringify(body, null, 2), {
    status,
    headers: { ...headers, 'content-type': 'application/json;charset=UTF-8' },
  });
}

/** There is no such tenant (identity-carbon-auth-rest AuthenticationValve.handleInvalidTenantDomainErrorResponse). */
export function refusedTenant(tenant: string, contentType: string, settings: Wso2Settings): Response {
  const message = `${tenant} is an invalid tenant domain`;
  if (contentType.includes('application/json')) {
    return new Response(JSON.stringify({ code: 404, message, description: message }), {
      status: 404,
      headers: { 'content-type': 'application/json;charset=UTF-8' },
    });
  }
  if (settings.behaviour.unknownTenant === 'redirect') {
    const location = `${settings.base}/authenticationendpoint/invalid_tenant_domain.do?error=invalid.tenant.domain&invalidTenantDomain=${encodeURIComponent(tenant)}`;
    return new Response(null, { status: 302, headers: { location } });
  }
  return new Response(`<html><body><h1>${message.replace(/[<>&]/g, '')}</h1></body></html>`, {
    status: 404,
    headers: { 'content-type': 'text/html;charset=UTF-8' },
  });
}
