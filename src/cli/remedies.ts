/** How the credential of an administrator is given for WSO2. */
export const WSO2_CREDENTIAL =
  '--profile wso2, with DCR_WSO2_USERNAME and DCR_WSO2_PASSWORD, or DCR_WSO2_CLIENT_ID and DCR_WSO2_CLIENT_SECRET';

/** What messages of the library speak of, and how it is done on the command line. */
const REMEDIES: readonly (readonly [RegExp, string])[] = [
  [/\binitialAccessToken\b/, 'initialAccessToken is DCR_INITIAL_ACCESS_TOKEN, or --ask-initial-access-token'],
  [/\bwso2\(\{ baseUrl|\(of wso2\)/, WSO2_CREDENTIAL],
  // WSO2 answers so where it has no metadata at its root; its profile knows where else to look.
  [/openid-configuration: answered 401/, 'if this is a server of WSO2: --profile wso2'],
  [/\bensureRegistered\(\)/, 'ensureRegistered() is dcr register'],
  [/\badopt\(\)/, 'adopt() is dcr adopt'],
];

/** The remedies of a message in the words of the command line. */
export function remediesFor(message: string): readonly string[] {
  return REMEDIES.filter(([spoken]) => spoken.test(message)).map(([, here]) => here);
}
