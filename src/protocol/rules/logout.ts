import type { CrossFieldRule, Issue } from './catalogue.js';
import { isLoopbackHttp, isPlainHttp, originOf } from './uri.js';
import { isPublic, listOf, textOf, type View } from './view.js';

/** LO-1: where users land after logout (RP-Initiated Logout 1.0 section 3.1). */
const logoutRedirectsAreProtected: CrossFieldRule = (view) =>
  (listOf(view.inForce.post_logout_redirect_uris) ?? []).flatMap((value, index) =>
    insecure(view, value).map((issue) => ({
      ...issue,
      rule: 'LO-1' as const,
      path: `post_logout_redirect_uris[${index}]`,
    })),
  );

/** LO-5: where the server calls (Back-Channel Logout 1.0 section 2.2). */
const logoutCallsAreProtected: CrossFieldRule = (view) =>
  insecure(view, textOf(view.inForce.backchannel_logout_uri) ?? '').map((issue) => ({
    ...issue,
    rule: 'LO-5' as const,
    path: 'backchannel_logout_uri',
  }));

/** A confidential client may use plain http where the server agrees; on the own machine anybody may. */
function insecure(view: View, value: string): readonly Pick<Issue, 'message' | 'weight'>[] {
  if (!isPlainHttp(value)) return [];
  if (isLoopbackHttp(value))
    return [{ message: 'is plain http on the own machine: real servers will want https', weight: 'advice' }];
  if (isPublic(view)) return [{ message: 'must be https for a client with the method none' }];
  return [{ message: 'is plain http, which few servers allow: use https', weight: 'best-practice' }];
}

/** LO-3: the page that the server embeds lies where the client does (Front-Channel Logout 1.0 section 2). */
const logoutPageIsOnTheClient: CrossFieldRule = ({ inForce, redirectUris }) => {
  const page = textOf(inForce.frontchannel_logout_uri);
  const origin = page === undefined ? undefined : originOf(page);
  const origins = redirectUris.flatMap((value) => originOf(value) ?? []);
  if (origin === undefined || origins.length === 0 || origins.includes(origin)) return [];
  return [
    {
      rule: 'LO-3',
      path: 'frontchannel_logout_uri',
      message: `must have scheme, host and port of a redirect URI, such as ${origins[0]}`,
    },
  ];
};

/** LO-7: a session id is sent to an address. */
const sessionsHaveAnAddress: CrossFieldRule = ({ inForce }) =>
  ['frontchannel_logout', 'backchannel_logout'].flatMap((name) =>
    inForce[`${name}_session_required`] === true && inForce[`${name}_uri`] === undefined
      ? [
          {
            rule: 'LO-7' as const,
            path: `${name}_session_required`,
            message: `has no meaning without ${name}_uri`,
          },
        ]
      : [],
  );

export const logoutRules: readonly CrossFieldRule[] = [
  logoutRedirectsAreProtected,
  logoutCallsAreProtected,
  logoutPageIsOnTheClient,
  sessionsHaveAnAddress,
];
