import { Command } from 'commander';
import { discoverServer } from '../../index.js';
import { connect } from '../connection.js';
import { type ServerOptions, withOutput, withServer } from '../options.js';
import { printResult } from '../output.js';
import type { Surroundings } from '../surroundings.js';
import { members } from '../text.js';

export function discoverCommand(around: Surroundings): Command {
  const command = new Command('discover')
    .description('Show what an authorization server says about itself.')
    .argument('[issuer]', 'instead of --issuer');
  return withOutput(withServer(command)).action(async (given: string | undefined, options: ServerOptions) => {
    const target = given === undefined ? options : { ...options, issuer: given };
    const { issuer, requests } = await connect(around, target);
    const server = await discoverServer(issuer, requests);
    printResult(around, options, { value: server, words: members });
  });
}
