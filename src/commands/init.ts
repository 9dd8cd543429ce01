import {Flags} from '@oclif/core';
import {BaseCommand} from '../lib/cli/base-command.js';
import {functionNameArg, yesFlag} from '../lib/cli/flags.js';
import {ROLLOUT_DEFAULTS} from '../lib/config/rollout-defaults.js';
import {type InitReport, initText} from '../lib/report/result/init-text.js';
import {init} from '../lib/service/init.js';

export default class Init extends BaseCommand<InitReport> {
  static override summary = 'Begin: a release.yml with every setting explained, and a function if there is none.';
  static override description =
    'Writes into the current folder. The source folder is only made, with an example, when it is not there. A file that is ' +
    'there with another content is overwritten only after a yes, on the terminal or by --yes.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> checkout --source dist',
    {description: 'In a script.', command: '<%= config.bin %> <%= command.id %> checkout --alias prod --yes'},
  ];
  static override args = {
    function: functionNameArg({description: "Name of the function on AWS; the folder's name without."}),
  };
  static override flags = {
    source: Flags.string({
      summary: 'Folder of the code, relative to this one.',
      default: 'function',
      helpValue: 'DIR',
    }),
    alias: Flags.string({
      summary: 'Alias that callers use.',
      default: ROLLOUT_DEFAULTS.alias,
      helpValue: 'NAME',
    }),
    yes: yesFlag,
  };

  async run(): Promise<InitReport> {
    const {args, flags} = await this.parse(Init);
    return this.serve(flags, (session, signal) => init(session, args.function, flags, signal));
  }

  protected toText(report: InitReport): string {
    return initText(report);
  }
}
