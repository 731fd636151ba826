import { Command } from 'commander';
import { version } from '../../package.json';
import { adoptCommand } from './commands/adopt.js';
import { applyCommand } from './commands/apply.js';
import { addCompletion } from './commands/completion.js';
import { deleteCommand } from './commands/delete.js';
import { discoverCommand } from './commands/discover.js';
import { doctorCommand } from './commands/doctor.js';
import { planCommand } from './commands/plan.js';
import { registerCommand } from './commands/register.js';
import { renewCommand } from './commands/renew.js';
import { showCommand } from './commands/show.js';
import { updateCommand } from './commands/update.js';
import { EXIT_HELP } from './exit-codes.js';
import type { Surroundings } from './surroundings.js';

const CREDENTIALS_HELP = `
Credentials come from the environment, or are asked for unseen with the --ask-… options:
  DCR_INITIAL_ACCESS_TOKEN                    to register, where the server asks for one
  DCR_AUTHORIZATION                           an administrator's whole authorization header, where clients are managed with one
  DCR_WSO2_USERNAME, DCR_WSO2_PASSWORD        --profile wso2
  DCR_WSO2_CLIENT_ID, DCR_WSO2_CLIENT_SECRET  --profile wso2
  DCR_ACCESS_TOKEN                            --profile wso2`;

/** All commands. Failures are thrown, those of the parser as well. */
export function createProgram(around: Surroundings): Command {
  const program = new Command('dcr')
    .description('Register and manage OAuth clients by Dynamic Client Registration (RFC 7591, RFC 7592).')
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => around.stdout.write(text),
      // The failure is printed once, with all others.
      writeErr: () => {},
      getOutHelpWidth: () => around.stdout.columns || 100,
      getOutHasColors: () => false,
    })
    .showSuggestionAfterError(true)
    .addHelpText('after', `${CREDENTIALS_HELP}\n${EXIT_HELP}`);
  const commands = [
    discoverCommand,
    registerCommand,
    adoptCommand,
    showCommand,
    updateCommand,
    renewCommand,
    deleteCommand,
    planCommand,
    applyCommand,
    doctorCommand,
  ];
  for (const make of commands) program.addCommand(make(around).copyInheritedSettings(program));
  addCompletion(program, around);
  return program;
}
