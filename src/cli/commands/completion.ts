import tab from '@bomb.sh/tab/commander';
import type { Command } from 'commander';
import type { Surroundings } from '../surroundings.js';

/** What the script for bash takes from the package bash-completion, for where that is not installed. */
const WITHOUT_BASH_COMPLETION = `if ! declare -F _get_comp_words_by_ref >/dev/null; then
  _get_comp_words_by_ref() {
    words=("\${COMP_WORDS[@]}")
    cword=$COMP_CWORD
    cur=\${COMP_WORDS[COMP_CWORD]}
    prev=\${COMP_WORDS[COMP_CWORD - 1]}
  }
fi
`;

/** `dcr completion zsh` prints a script that asks `dcr complete` for every Tab; comes last, since it looks at all commands. */
export function addCompletion(program: Command, { stdout }: Surroundings): void {
  tab(program, { completionCommandName: 'completion' });
  program.commands
    .find((command) => command.name() === 'completion')
    ?.description('Print a script that completes commands and options: zsh, bash, fish or powershell.')
    .hook('preAction', (_, { args }) => {
      if (args[0] === 'bash') stdout.write(WITHOUT_BASH_COMPLETION);
    });
}
