import { type Wso2Credentials, type Wso2Profile, wso2 } from '../servers/wso2.js';
import { credential } from './credentials.js';
import { UsageError } from './failures.js';
import type { ServerOptions } from './options.js';
import type { Surroundings } from './surroundings.js';

/** The profile that `--profile wso2` asks for, with the credentials of the environment. */
export async function wso2ProfileFrom(
  around: Surroundings,
  options: ServerOptions,
): Promise<Wso2Profile | undefined> {
  const { profile, issuer, baseUrl = issuer, tenant, organization } = options;
  if (profile === undefined) {
    const only = (['baseUrl', 'tenant', 'organization'] as const).find((name) => options[name] !== undefined);
    if (only === undefined) return undefined;
    throw new UsageError('--base-url, --tenant and --organization belong to --profile wso2.');
  }
  if (baseUrl === undefined)
    throw new UsageError('--profile wso2 needs --base-url or --issuer, such as https://localhost:9443.');
  const credentials = await credentialsFrom(around, options);
  return wso2({
    baseUrl,
    ...(tenant === undefined ? {} : { tenant }),
    ...(organization === undefined ? {} : { organization }),
    ...(credentials === undefined ? {} : { credentials }),
  });
}

async function credentialsFrom(
  around: Surroundings,
  { askAccessToken, askWso2Password, askWso2ClientSecret }: ServerOptions,
): Promise<Wso2Credentials | undefined> {
  const { DCR_WSO2_USERNAME: username = '', DCR_WSO2_CLIENT_ID: clientId = '' } = around.env;
  const accessToken = await credential(around, {
    variable: 'DCR_ACCESS_TOKEN',
    question: 'access token',
    ask: askAccessToken,
  });
  if (accessToken !== undefined) return { accessToken };
  if (clientId !== '' || askWso2ClientSecret === true) {
    const clientSecret = await credential(around, {
      variable: 'DCR_WSO2_CLIENT_SECRET',
      question: 'client secret',
      ask: askWso2ClientSecret,
    });
    return {
      clientId: needed(clientId, 'DCR_WSO2_CLIENT_ID'),
      clientSecret: needed(clientSecret, 'DCR_WSO2_CLIENT_SECRET'),
    };
  }
  if (username === '' && askWso2Password !== true) return undefined;
  const password = await credential(around, {
    variable: 'DCR_WSO2_PASSWORD',
    question: `password of ${username}`,
    ask: askWso2Password,
  });
  return { username: needed(username, 'DCR_WSO2_USERNAME'), password: needed(password, 'DCR_WSO2_PASSWORD') };
}

function needed(value: string | undefined, variable: string): string {
  if (value !== undefined && value !== '') return value;
  throw new UsageError(`${variable} is not set, and the credential is not complete without it.`);
}
