import {Flags} from '@oclif/core';
import {BaseCommand} from '../lib/cli/base-command.js';
import {awsFlags, functionNameArg, yesFlag} from '../lib/cli/flags/flags.js';
import {PIPELINES} from '../lib/config/scaffold/pipeline-file.js';
import {type InitReport, initText} from '../lib/report/result/init/init-text.js';
import {init} from '../lib/service/init/init.js';

const {config: _config, ...placeFlags} = awsFlags;

export default class Init extends BaseCommand<InitReport> {
  static override summary = 'Begin: a release.yml out of what lies here, with every setting explained.';
  static override description =
    'Looks at what lies in the folder: package.json with what builds it, a Python project, a workspace, a template.yaml of AWS SAM, a ' +
    'function.json of lambroll, a serverless.yml; says what it found and what follows; and asks for the rest on a terminal. Where there is ' +
    'nothing it writes an example. A release.yml that is there is kept unless something is said of it. A file that is there with another ' +
    'content is shown as a diff and overwritten only after a yes, on the terminal or by --yes.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> checkout --source dist',
    {description: 'As a function is on AWS.', command: '<%= config.bin %> <%= command.id %> --from checkout:live'},
    {description: 'Out of a template of SAM.', command: '<%= config.bin %> <%= command.id %> --from template.yaml'},
    {
      description: 'In a script, with a pipeline.',
      command: '<%= config.bin %> <%= command.id %> checkout --alias prod --pipeline github --yes',
    },
  ];
  static override args = {
    function: functionNameArg({
      description: 'Name of the function on AWS; what lies here, or the folder, names it without.',
    }),
  };
  static override flags = {
    from: Flags.string({
      summary: 'Take over a template.yaml, function.json or serverless.yml, or a function on AWS as it is.',
      description: 'Of variables only the names are written down, never a value.',
      helpValue: 'FILE|FUNCTION[:ALIAS]',
    }),
    source: Flags.string({
      summary: 'Folder of the code, relative to this one; made, with an example, when it is not there.',
      helpValue: 'DIR',
    }),
    handler: Flags.string({summary: 'Handler, file.export seen from the source.', helpValue: 'FILE.EXPORT'}),
    runtime: Flags.string({summary: 'Lambda runtime identifier.', helpValue: 'nodejs22.x'}),
    role: Flags.string({summary: 'ARN of the execution role, for a function that is not there yet.', helpValue: 'ARN'}),
    alias: Flags.string({
      summary: 'Alias that callers use; live when nothing names another one.',
      helpValue: 'NAME',
    }),
    pipeline: Flags.option({
      summary: 'Write the file of a pipeline that releases.',
      options: PIPELINES,
    })(),
    policy: Flags.boolean({summary: 'Write the IAM policy that a release needs into lambda-release-policy.json.'}),
    yes: yesFlag,
    ...placeFlags,
  };

  async run(): Promise<InitReport> {
    const {args, flags} = await this.parse(Init);
    return this.serve(flags, (session, signal) => init(session, args.function, flags, signal));
  }

  protected toText(report: InitReport): string {
    return initText(report);
  }
}
