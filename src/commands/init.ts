import path from 'node:path';
import {Flags} from '@oclif/core';
import {BaseCommand} from '../lib/cli/base-command.js';
import {functionNameArg, yesFlag} from '../lib/cli/flags.js';
import {withSignals} from '../lib/cli/signals.js';
import {ROLLOUT_DEFAULTS} from '../lib/config/rollout-defaults.js';
import {planScaffold, type ScaffoldFile, writeScaffold} from '../lib/config/scaffold.js';
import {UsageError} from '../lib/errors.js';
import {parseAliasRef, parseFunctionRef} from '../lib/model/function-ref.js';
import {type InitReport, initText} from '../lib/report/result/init-text.js';

const ACTIONS = {missing: 'created', same: 'unchanged', different: 'overwritten'} as const;

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
    const session = await this.open(flags);
    const folder = process.cwd();
    const functionName = args.function ?? nameOf(folder);
    const {alias} = parseAliasRef(`${functionName}:${flags.alias}`);
    const source = sourceWithin(folder, flags.source);
    const files = await planScaffold({folder, functionName, source, alias});
    return withSignals(async (signal) => {
      const different = files.filter(({now}) => now === 'different').map(({file}) => file);
      if (different.length > 0) await session.prompter.confirm(`Overwrite ${different.join(', ')}?`, signal);
      await writeScaffold(folder, files);
      return {functionName, alias, source, files: files.map(toReport)};
    });
  }

  protected toText(report: InitReport): string {
    return initText(report);
  }
}

function toReport({file, now}: ScaffoldFile): InitReport['files'][number] {
  return {file, action: ACTIONS[now]};
}

/** The folder's name where that can be a function's; throws ParseError, with its way out, where it cannot. */
function nameOf(folder: string): string {
  return parseFunctionRef(path.basename(folder)).functionName;
}

function sourceWithin(folder: string, source: string): string {
  const relative = path.relative(folder, path.resolve(folder, source));
  if (relative !== '' && !relative.startsWith('..') && !path.isAbsolute(relative)) {
    return relative.split(path.sep).join('/');
  }
  throw new UsageError(`The source folder ${source} is not inside this one.`, {
    code: 'SOURCE_OUTSIDE',
    suggestions: ['Name a folder below the current one, such as --source dist.'],
  });
}
