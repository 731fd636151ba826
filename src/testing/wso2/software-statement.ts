import { isObject } from '../client-metadata.js';
import type { Wso2Refusal } from './answer.js';
import type { Wso2Settings, Wso2TestTenant } from './options.js';

/**
 * Why a software statement is refused (`dcr` DCRMService.validateSSASignature, getSSAClaims). Issuer, audience and
 * times are not looked at, and its claims do not become metadata.
 */
export async function statementRefusal(
  statement: string,
  tenant: Wso2TestTenant,
  { behaviour }: Wso2Settings,
): Promise<Wso2Refusal | undefined> {
  if (statement === '') return undefined;
  const verify = tenant.verifySoftwareStatement;
  if (verify !== undefined && (!isSignedJwt(statement) || !(await verify(statement)))) {
    return invalid('Signature validation failed for the software statement');
  }
  // 7.0 reads it for its signature alone.
  if (!behaviour.tenantSettings || isSignedJwt(statement)) return undefined;
  return invalid('Error occurred while reading the software statement');
}

export function missingStatement(tenant: Wso2TestTenant, statement: string): Wso2Refusal | undefined {
  return tenant.mandateSoftwareStatement === true && statement === ''
    ? invalid('Mandatory software statement is missing')
    : undefined;
}

function invalid(error_description: string): Wso2Refusal {
  return { error: 'invalid_software_statement', error_description };
}

function isSignedJwt(statement: string): boolean {
  const parts = statement.split('.');
  if (parts.length !== 3 || parts.some((part) => part === '')) return false;
  try {
    const [header, claims] = parts.slice(0, 2).map((part) => {
      const value: unknown = JSON.parse(atob(part.replaceAll('-', '+').replaceAll('_', '/')));
      return value;
    });
    return isObject(header) && typeof header.alg === 'string' && header.alg !== 'none' && isObject(claims);
  } catch {
    return false;
  }
}
