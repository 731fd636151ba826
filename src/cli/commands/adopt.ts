import { Command } from 'commander';
import { createDcrAdmin } from '../../admin.js';
import { type ClientInformation, DcrError, type RegistrationStore } from '../../index.js';
import type { Members } from '../assignments.js';
import { clientWords } from '../client-words.js';
import { type Connection, withRegistration } from '../connection.js';
import { UsageError } from '../failures.js';
import { readJson } from '../json-file.js';
import { isObject } from '../metadata.js';
import { type RegistrationOptions, withOneClient, withOutput } from '../options.js';
import { printResult } from '../output.js';
import type { Surroundings } from '../surroundings.js';
import { onOneLine } from '../text.js';

export function adoptCommand(around: Surroundings): Command {
  const command = new Command('adopt')
    .description(
      'Take over a client that exists and keep it in the store. Without a file the server is asked for the client called as --name says, which only --profile wso2 can.',
    )
    .argument(
      '[registration]',
      'JSON file: what the server answered, at least client_id and what manages it, or a dcr-unsaved-….json; - for standard input',
    );
  return withOutput(withOneClient(command)).action(
    async (file: string | undefined, options: RegistrationOptions) => {
      const given = file === undefined ? undefined : asRegistration(await readJson(around, file), file);
      const value = await withRegistration(around, options, async (open, connection) =>
        open().adopt(withAddress(given ?? (await foundByName(connection, options.name)), connection)),
      );
      printResult(around, options, {
        value,
        words: (shown, painted) =>
          `${painted('green', onOneLine(`Took over ${value.client_id} as ${options.name}.`))}\n${clientWords(shown)}`,
      });
    },
  );
}

/** Told apart by `adopt`: a client, or the record of a failure. */
function asRegistration(value: unknown, file: string): ClientInformation {
  const client = isObject(value) && isObject(value.information) ? value.information : value;
  if (isObject(value) && isObject(client) && typeof client.client_id === 'string')
    return asInformation(client.client_id, value);
  throw new UsageError(
    `${file === '-' ? 'Standard input' : file} must be a JSON object with client_id, as the server answered it, or the record of a failure.`,
  );
}

function asInformation(client_id: string, members: Members): ClientInformation {
  const information: ClientInformation = { client_id };
  return Object.assign(information, members);
}

async function foundByName(
  { issuer, requests, store }: Connection & { readonly store: RegistrationStore },
  name: string,
): Promise<ClientInformation> {
  const { signal, ...rest } = requests;
  if (rest.profile?.nameAddress === undefined)
    throw new UsageError(
      'Say what to adopt: a JSON file, or "-" for standard input. Only with --profile wso2 the name is enough.',
    );
  const admin = createDcrAdmin({ issuer, ...rest, store });
  const found = await admin.findByName(name, signal === undefined ? {} : { signal });
  if (found !== undefined) return found;
  throw new DcrError(
    'not-registered',
    `The server has no client called ${JSON.stringify(name)}. Give its name by --name, as the server knows it.`,
  );
}

/** Where an administrator manages it, so that it need not be found out again. */
function withAddress(client: ClientInformation, { requests }: Connection): ClientInformation {
  if (client.registration_client_uri !== undefined || 'information' in client) return client;
  const address = requests.profile?.configurationAddress?.(client.client_id);
  return address === undefined ? client : { ...client, registration_client_uri: address };
}
