import { Command } from 'commander';
import type { MetadataChanges } from '../../index.js';
import { changesOf, type Members } from '../assignments.js';
import { clientWords } from '../client-words.js';
import { withRegistration } from '../connection.js';
import { UsageError } from '../failures.js';
import { wholeMetadata } from '../metadata.js';
import {
  type AssignmentOptions,
  type RegistrationOptions,
  withAssignments,
  withOneClient,
  withOutput,
} from '../options.js';
import { printResult } from '../output.js';
import type { Surroundings } from '../surroundings.js';
import { onOneLine } from '../text.js';
import { keepUnsaved } from '../unsaved.js';

export function updateCommand(around: Surroundings): Command {
  const command = new Command('update')
    .description(
      'Change a client (RFC 7592 section 2.2): all of its metadata by a file, or single members by --set and --unset.',
    )
    .argument('[metadata]', 'JSON file with all metadata; - for standard input')
    .option('--fresh', 'read the client just before, so that changes by others stay');
  return withOutput(withOneClient(withAssignments(command))).action(
    async (
      file: string | undefined,
      options: RegistrationOptions & AssignmentOptions & { readonly fresh?: boolean },
    ) => {
      const changes = asChanges(changesOf(options));
      if (file === undefined && Object.keys(changes).length === 0)
        throw new UsageError(
          'Say what to change: a JSON file with all metadata, or --set member=value and --unset member.',
        );
      if (file !== undefined && options.fresh === true)
        throw new UsageError('--fresh goes with --set and --unset alone: a file replaces all metadata.');
      const whole = file === undefined ? undefined : await wholeMetadata(around, file, options);
      const value = await withRegistration(around, options, (open) =>
        keepUnsaved(() =>
          whole === undefined
            ? open().patch(changes, { fresh: options.fresh === true })
            : open().update(whole),
        ),
      );
      printResult(around, options, {
        value,
        words: (shown, painted) =>
          `${painted('green', onOneLine(`Updated ${value.client_id}.`))}\n${clientWords(shown)}`,
      });
    },
  );
}

/** What people write; the rules for metadata judge it before anything is sent. */
function asChanges(members: Members): MetadataChanges {
  const changes: MetadataChanges = {};
  return Object.assign(changes, members);
}
