import type { Command } from 'commander';
import { type ClientPlan, createDcrAdmin, type DcrAdmin } from '../admin.js';
import { authorization } from './authorization.js';
import { connect, withOpenStore } from './connection.js';
import { credential } from './credentials.js';
import { desiredClients } from './desired-clients.js';
import { readJson } from './json-file.js';
import {
  type AuthorizationOptions,
  type ServerOptions,
  type StoreOptions,
  withAuthorization,
  withInitialAccessToken,
  withOutput,
  withServer,
  withStore,
} from './options.js';
import { misspellings } from './output.js';
import type { Surroundings } from './surroundings.js';

export interface OperatorOptions extends ServerOptions, AuthorizationOptions, StoreOptions {
  readonly prune?: boolean;
}

export function withClients(command: Command): Command {
  const complete = command
    .argument(
      '<clients>',
      'JSON file: a list of { name, metadata }, or names with metadata; - for standard input',
    )
    .option('--prune', 'also delete clients of the store that are not in the file');
  return withOutput(withInitialAccessToken(withAuthorization(withServer(withStore(complete)))));
}

/** Runs with the plan for a file of clients. */
export async function withPlan<T>(
  around: Surroundings,
  { file, options }: { file: string; options: OperatorOptions },
  work: (plan: ClientPlan, admin: DcrAdmin) => Promise<T>,
): Promise<T> {
  const desired = desiredClients(await readJson(around, file));
  const { issuer, requests } = await connect(around, options);
  const initialAccessToken = await credential(around, {
    variable: 'DCR_INITIAL_ACCESS_TOKEN',
    question: 'initial access token',
    ask: options.askInitialAccessToken,
  });
  const auth = await authorization(around, options);
  return withOpenStore(around, options, async (store) => {
    const { signal, ...rest } = requests;
    const admin = createDcrAdmin({
      issuer,
      ...rest,
      store,
      validation: { onFinding: misspellings(around, options) },
      ...(initialAccessToken === undefined ? {} : { initialAccessToken }),
      ...(auth === undefined ? {} : { auth }),
    });
    const call = signal === undefined ? {} : { signal };
    return work(await admin.plan(desired, { prune: options.prune === true, ...call }), admin);
  });
}
