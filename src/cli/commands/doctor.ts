import { Command } from 'commander';
import { type DcrWarning, discoverServer } from '../../index.js';
import { asAdministrator, connect } from '../connection.js';
import { credential } from '../credentials.js';
import type { Diagnosis } from '../doctor/diagnosis.js';
import { diagnoseMetadata } from '../doctor/from-metadata.js';
import { diagnoseObservations } from '../doctor/observations.js';
import { probe } from '../doctor/probe.js';
import { EXIT } from '../exit-codes.js';
import {
  type AuthorizationOptions,
  type ServerOptions,
  withAuthorization,
  withInitialAccessToken,
  withOutput,
  withServer,
} from '../options.js';
import { printResult } from '../output.js';
import type { Surroundings } from '../surroundings.js';
import { onOneLine, type Style } from '../text.js';

export function doctorCommand(around: Surroundings): Command {
  const command = new Command('doctor')
    .description(
      'Say what a server supports, how it behaves, and what to set. Exits with 1 if something will not work.',
    )
    .argument('[issuer]', 'instead of --issuer')
    .option('--probe', 'register, read, change and delete a client, to learn what metadata does not tell');
  return withOutput(withInitialAccessToken(withAuthorization(withServer(command)))).action(
    async (
      given: string | undefined,
      options: ServerOptions & AuthorizationOptions & { readonly probe?: boolean },
    ) => {
      const target = given === undefined ? options : { ...options, issuer: given };
      const { issuer, requests } = await connect(around, target);
      const warnings: DcrWarning[] = [];
      const server = await discoverServer(issuer, {
        ...requests,
        onWarning: (warning) => warnings.push(warning),
      });
      const findings = [...diagnoseMetadata(server, warnings)];
      if (options.probe === true && server.registration_endpoint !== undefined) {
        const initialAccessToken = await credential(around, {
          variable: 'DCR_INITIAL_ACCESS_TOKEN',
          question: 'initial access token',
          ask: options.askInitialAccessToken,
        });
        const administrator = await asAdministrator(around, options, { issuer, requests });
        const seen = await probe(server, {
          ...administrator.requests,
          ...(initialAccessToken === undefined ? {} : { initialAccessToken }),
        });
        findings.push(...diagnoseObservations(seen));
      }
      if (findings.some(({ level }) => level === 'problem')) around.end(EXIT.failed);
      printResult(around, options, { value: { issuer: server.issuer, findings }, words });
    },
  );
}

const SIGNS: Readonly<Record<Diagnosis['level'], readonly [word: string, style: Style]>> = {
  ok: ['ok     ', 'green'],
  note: ['note   ', 'yellow'],
  problem: ['problem', 'red'],
};

function words(
  { issuer, findings }: { issuer: string; findings: readonly Diagnosis[] },
  painted: (style: Style, text: string) => string,
): string {
  const lines = findings.flatMap(({ level, about, says, set }) => {
    const [word, style] = SIGNS[level];
    const said = `${painted(style, word)}  ${onOneLine(`${about}: ${says}`)}`;
    return set === undefined ? [said] : [said, `         set: ${onOneLine(set)}`];
  });
  return [painted('bold', onOneLine(issuer)), ...lines].join('\n');
}
