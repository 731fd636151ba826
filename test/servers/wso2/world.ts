import { type DcrWarning, discoverServer, type RequestOptions } from 'dcr-client';
import { createWso2TestServer, type Wso2TestServerOptions } from 'dcr-client/testing';
import { type Wso2Credentials, type Wso2Options, wso2 } from 'dcr-client/wso2';

/** The releases that the test server stands in for. */
export const VERSIONS = ['5.11', '7.0', '7.1', '7.3', 'master'] as const;
export type Version = (typeof VERSIONS)[number];

/** Those whose tenants have organisations and settings of registration. */
export const SINCE_7_1 = ['7.1', '7.3', 'master'] as const;

export const BASE = 'https://wso2.example.test';
export const TENANT = 'wso2.com';
export const ORGANIZATION = '10084a8d-113f-4211-a0d5-efe36b082211';

/** The two places that WSO2's own tests run in. */
export const PLACES = [undefined, TENANT] as const;

export const APPLICATION = {
  clientId: 'management-application',
  clientSecret: 'management-secret',
} as const;

export const administrator = (tenant: string | undefined): Wso2Credentials => ({
  username: tenant === undefined ? 'admin' : `admin@${tenant}`,
  password: 'admin',
});

/** A server of this release, and what an administrator of it passes to every function. */
export function worldOf(
  version: Version,
  { tenant, ...options }: Wso2TestServerOptions & { readonly tenant?: string | undefined } = {},
) {
  const organizations = version === '5.11' || version === '7.0' ? {} : { organizations: [ORGANIZATION] };
  const server = createWso2TestServer({
    version,
    tenants: { [TENANT]: organizations },
    ...options,
  });
  const warnings: DcrWarning[] = [];
  const place = { baseUrl: BASE, ...(tenant === undefined ? {} : { tenant }) };
  const release = version === 'master' ? {} : { version };
  const profileWith = (more: Partial<Wso2Options>) => wso2({ ...place, ...release, ...more });
  const profile = profileWith({ credentials: administrator(tenant) });
  const using = (passed: RequestOptions['profile']): RequestOptions => ({
    fetch: server.fetch,
    ...(passed === undefined ? {} : { profile: passed }),
    onWarning: (warning) => warnings.push(warning),
  });
  return {
    server,
    profile,
    profileWith,
    using,
    options: using(profile),
    /** Codes of what was told since the last look. */
    told: () => warnings.splice(0).map(({ code }) => code),
    discover: () => discoverServer(BASE, using(profile)),
    /** Requests to the interface itself, as method and path. */
    asked: () =>
      server
        .requests()
        .map(({ method, url }) => `${method} ${new URL(url).pathname}`)
        .filter((line) => line.includes('/dcr/')),
  };
}
