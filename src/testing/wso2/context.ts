import type { Applications } from './applications.js';
import type { Wso2Settings } from './options.js';
import type { Tokens } from './tokens.js';

/** What the endpoints share. */
export interface Wso2Context {
  readonly settings: Wso2Settings;
  readonly applications: Applications;
  readonly tokens: Tokens;
}
