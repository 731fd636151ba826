import type { CrossFieldRule, Issue } from './catalogue.js';
import * as uri from './uri.js';
import { isPublic, type View } from './view.js';

const FRONT_CHANNEL = ['authorization_code', 'implicit'];

/** RU-17: whoever sends users through the browser says where they come back (RFC 7591 section 2). */
const redirectUrisAreThere: CrossFieldRule = (view) => {
  const needs =
    view.responseTypes.length > 0 || view.grantTypes.some((grant) => FRONT_CHANNEL.includes(grant));
  if (!needs || view.redirectUris.length > 0 || view.statement !== undefined) return [];
  return [
    {
      rule: 'RU-17',
      path: 'redirect_uris',
      message:
        'must be there: the grant types (authorization_code unless others are named) send users back. ' +
        'For a client without users set grant_types: ["client_credentials"] and response_types: []',
    },
  ];
};

/** RU-3: plain http only to the app's own machine (RFC 7591 section 5, RFC 9700 section 2.6). */
const redirectsAreProtected: CrossFieldRule = (view) =>
  eachRedirect(view, (value) => {
    if (!uri.isPlainHttp(value) || uri.isLoopbackHttp(value)) return undefined;
    // A server may let a confidential web client in the code flow use it.
    const isLost = isPublic(view) || view.applicationType === 'native';
    return {
      rule: 'RU-3',
      message: 'is plain http to another machine, where codes can be read on the way: use https',
      ...(isLost ? { weight: 'must' as const } : {}),
    };
  });

/** AT-1, AT-2: implicit answers come to a web client by https and not to localhost (OpenID Connect Registration 1.0 section 2). */
const implicitRedirectsAreWeb: CrossFieldRule = (view) => {
  if (view.applicationType !== 'web' || !view.grantTypes.includes('implicit')) return [];
  return eachRedirect(view, (value) => {
    if (uri.isLoopbackName(value)) {
      return {
        rule: 'AT-2',
        message: 'is on localhost, which a web client with the implicit grant must not use',
      };
    }
    if (!uri.isPlainHttp(value)) return undefined;
    return { rule: 'AT-1', message: 'must be https for a web client with the implicit grant' };
  });
};

/** AT-3, AT-4: what a native app registers (OpenID Connect Registration 1.0 section 2, RFC 8252 section 7). */
const nativeRedirectsAreNative: CrossFieldRule = (view) => {
  if (view.applicationType !== 'native') return [];
  return eachRedirect(view, (value) => {
    if (uri.isPlainHttp(value) && !uri.isLoopbackHttp(value)) {
      return {
        rule: 'AT-3',
        message: 'must be http on localhost, 127.0.0.1 or [::1], or a scheme of the app, for a native app',
      };
    }
    if (!uri.isHttps(value)) return undefined;
    if (uri.isLoopbackName(value)) {
      return {
        rule: 'AT-4',
        message: 'is https on the own machine, for which there is no certificate: use http://127.0.0.1',
      };
    }
    return {
      rule: 'AT-4',
      message:
        'is https, which RFC 8252 section 7.2 allows a native app and OpenID Connect does not: strict servers refuse it',
    };
  });
};

/** AT-5, AT-7: what is no web address does not belong to a web client. */
const webRedirectsAreWeb: CrossFieldRule = (view) => {
  if (view.applicationType !== 'web') return [];
  return eachRedirect(view, (value) => {
    if (uri.hasPrivateScheme(value) && !uri.isOutOfBand(value)) {
      return { rule: 'AT-5', message: 'has a scheme of an app: set application_type to "native"' };
    }
    if (!uri.isLoopbackHttp(value)) return undefined;
    return {
      rule: 'AT-7',
      message: 'is on the own machine: set application_type to "native", since it counts as "web" otherwise',
    };
  });
};

/** AT-6: one client is one kind of application. */
const redirectsAreOfOneKind: CrossFieldRule = ({ redirectUris }) => {
  const isOfApp = (value: string) => uri.hasPrivateScheme(value) || uri.isLoopbackHttp(value);
  if (!redirectUris.some(isOfApp) || !redirectUris.some((value) => uri.isWeb(value) && !isOfApp(value)))
    return [];
  return [
    {
      rule: 'AT-6',
      path: 'redirect_uris',
      message: 'mixes addresses of a web client and of a native app: register two clients',
    },
  ];
};

function eachRedirect(
  { redirectUris }: View,
  judge: (value: string) => Omit<Issue, 'path'> | undefined,
): readonly Issue[] {
  return redirectUris.flatMap((value, index) => {
    const judged = judge(value);
    return judged === undefined ? [] : [{ ...judged, path: `redirect_uris[${index}]` }];
  });
}

export const redirectRules: readonly CrossFieldRule[] = [
  redirectUrisAreThere,
  redirectsAreProtected,
  implicitRedirectsAreWeb,
  nativeRedirectsAreNative,
  webRedirectsAreWeb,
  redirectsAreOfOneKind,
];
