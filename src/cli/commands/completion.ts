import tab from '@bomb.sh/tab/commander';
import type { Command } from 'commander';

/** `dcr completion zsh` prints a script that asks `dcr complete` for every Tab; comes last, since it looks at all commands. */
export function addCompletion(program: Command): void {
  tab(program, { completionCommandName: 'completion' });
  program.commands
    .find((command) => command.name() === 'completion')
    ?.description('Print a script that completes commands and options: zsh, bash, fish or powershell.');
}
