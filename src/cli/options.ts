import { type Command, Option } from 'commander';
import type { OutputOptions } from './output.js';

/** Where the server is, and what it wants to see. */
export interface ServerOptions extends OutputOptions {
  readonly issuer?: string;
  readonly profile?: 'wso2';
  readonly baseUrl?: string;
  readonly tenant?: string;
  readonly organization?: string;
  readonly askInitialAccessToken?: boolean;
  readonly askWso2Password?: boolean;
  readonly askWso2ClientSecret?: boolean;
  readonly askAccessToken?: boolean;
}

export interface AuthorizationOptions {
  readonly askAuthorization?: boolean;
}

export interface StoreOptions {
  readonly store?: string;
}

/** One registration in the store. */
export interface RegistrationOptions extends ServerOptions, AuthorizationOptions, StoreOptions {
  readonly name: string;
}

export interface AssignmentOptions {
  readonly set?: readonly string[];
  readonly unset?: readonly string[];
}

const collect = (value: string, before: readonly string[] = []) => [...before, value];

export function withOutput(command: Command): Command {
  return command
    .option('--json', 'print one JSON value; failures and warnings as JSON on standard error')
    .option('--show-secrets', 'print secrets and tokens as they are');
}

export function withServer(command: Command): Command {
  return command
    .addOption(
      new Option('--issuer <url>', 'the authorization server, or an account such as joe@example.com').env(
        'DCR_ISSUER',
      ),
    )
    .addOption(
      new Option('--profile <name>', 'what this server does otherwise than the specifications').choices([
        'wso2',
      ]),
    )
    .option('--base-url <url>', 'wso2: where the server is, if not at the issuer')
    .option('--tenant <domain>', 'wso2: the tenant, unless the address names it')
    .option('--organization <id>', 'wso2: an organisation below the tenant')
    .option('--ask-wso2-password', 'ask for the password instead of DCR_WSO2_PASSWORD')
    .option('--ask-wso2-client-secret', 'ask for the secret instead of DCR_WSO2_CLIENT_SECRET')
    .option('--ask-access-token', 'wso2: ask for a token instead of DCR_ACCESS_TOKEN');
}

/** For the commands that manage clients. */
export function withAuthorization(command: Command): Command {
  return command.option(
    '--ask-authorization',
    "ask for an administrator's authorization header instead of DCR_AUTHORIZATION",
  );
}

/** What {@link RegistrationOptions} are read from. */
export function withOneClient(command: Command): Command {
  return withAuthorization(withServer(withStore(withName(command))));
}

export function withInitialAccessToken(command: Command): Command {
  return command.option(
    '--ask-initial-access-token',
    'ask for the initial access token instead of DCR_INITIAL_ACCESS_TOKEN',
  );
}

export function withStore(command: Command): Command {
  return command.addOption(
    new Option(
      '--store <address>',
      'a directory, redis://…, rediss://… or postgres://… (default: dcr-client in XDG_DATA_HOME or ~/.local/share)',
    ).env('DCR_STORE'),
  );
}

export function withName(command: Command): Command {
  return command.option('--name <name>', 'tells registrations at one server apart', 'default');
}

export function withAssignments(command: Command): Command {
  return command
    .option('--set <member=value>', 'set a member; JSON where it parses. May be repeated', collect)
    .option('--unset <member>', 'remove a member. May be repeated', collect);
}
