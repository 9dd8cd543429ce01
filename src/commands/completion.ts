import {Args} from '@oclif/core';
import {BaseCommand} from '../lib/cli/base-command.js';
import {completionScript, SHELLS, type Shell} from '../lib/cli/completion/scripts.js';

interface CompletionScript {
  readonly shell: Shell;
  readonly script: string;
}

export default class Completion extends BaseCommand<CompletionScript> {
  static override summary = 'Print the script by which a shell completes commands, flags and names.';
  static override description =
    'Functions, aliases, versions and environments are those of the release file and of AWS, where the command would act; lists of AWS are ' +
    'kept for a minute under $XDG_CACHE_HOME, or ~/.cache.';
  static override examples = [
    {description: 'In ~/.bashrc.', command: 'source <(<%= config.bin %> <%= command.id %> bash)'},
    {description: 'In ~/.zshrc, after compinit.', command: 'source <(<%= config.bin %> <%= command.id %> zsh)'},
    {
      description: 'Once, for fish.',
      command: '<%= config.bin %> <%= command.id %> fish > ~/.config/fish/completions/lambda-release.fish',
    },
  ];
  static override args = {
    shell: Args.string({
      description: 'Shell that is to complete.',
      options: [...SHELLS],
      required: true,
      ignoreStdin: true,
    }),
  };

  protected override readonly isOurText = false;

  async run(): Promise<CompletionScript> {
    const {args} = await this.parse(Completion);
    const shell = args.shell as Shell;
    return {shell, script: completionScript(shell)};
  }

  protected toText({script}: CompletionScript): string {
    return script.trimEnd();
  }
}
