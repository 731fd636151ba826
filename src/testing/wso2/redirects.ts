import { invalidMetadata, type Wso2Refusal } from './answer.js';
import { hasFrontChannel } from './conformity.js';
import { type Sent, textOf } from './sent.js';
import { callbackOf, isAbsolute, isJavaUri } from './uri.js';

/** How redirect URIs will be held, or why not (`dcr` DCRMService.validateAndSetCallbackURIs). */
export function judgeRedirects(
  uris: readonly string[],
  grants: readonly string[],
): { readonly callback: string } | { readonly refusal: Wso2Refusal } {
  if (uris.length === 0 && hasFrontChannel(grants)) {
    return {
      refusal: invalidMetadata(
        'RedirectUris property must have at least one URI value when using Authorization code or implicit grant types.',
      ),
    };
  }
  const bad = uris.find((uri) => uri.trim() === '' || !isJavaUri(uri));
  if (bad === undefined) return { callback: callbackOf(uris) };
  // What is blank is never put into the sentence (`dcr` DCRMUtils.generateClientException).
  const words = bad.trim() === '' ? '%s' : bad;
  return {
    refusal: { error: 'invalid_redirect_uri', error_description: `Invalid redirect URI: ${words}` },
  };
}

/** Why an address for logout is refused (`dcr` DCRMUtils.isLogoutUriValid). */
export function logoutRefusal(sent: Sent): Wso2Refusal | undefined {
  for (const channel of ['back', 'front']) {
    const uri = textOf(sent, `${channel}channel_logout_uri`);
    if (uri.trim() === '' || (isAbsolute(uri) && !uri.includes('#'))) continue;
    return invalidMetadata(`Invalid ${channel}-channel logout URI: ${uri}`);
  }
  return undefined;
}
