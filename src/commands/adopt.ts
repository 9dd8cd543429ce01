import {Flags} from '@oclif/core';
import {BaseCommand} from '../lib/cli/base-command.js';
import {awsFlags, dryRunFlag, functionNameArg, yesFlag} from '../lib/cli/flags/flags.js';
import {standardInput} from '../lib/cli/standard-input.js';
import {type AdoptReport, adoptText} from '../lib/report/result/adopt/adopt-text.js';
import {adopt} from '../lib/service/adopt/adopt.js';

const {config: _config, ...placeFlags} = awsFlags;

export default class Adopt extends BaseCommand<AdoptReport> {
  static override summary =
    'Live beside Terraform or SAM: the release file, and the lines that leave code and alias alone.';
  static override description =
    'Reads a state of Terraform or a template of AWS SAM, with what it says of CodeDeploy; writes a release.yml with the same alias, steps ' +
    'and alarms; and prints what to write where, in which order, so that the other tool keeps the function and leaves code and traffic ' +
    'alone. Nothing of the other tool is written, and AWS is not asked. What has no counterpart is listed by name. A release.yml that is ' +
    'there is shown as a diff and overwritten only after a yes, on the terminal or by --yes.';
  static override examples = [
    {description: 'The template or state that lies here.', command: '<%= config.bin %> <%= command.id %>'},
    {description: 'Look first.', command: '<%= config.bin %> <%= command.id %> --from template.yaml --dry-run'},
    {
      description: 'A state that is kept elsewhere.',
      command: 'terraform show -json | <%= config.bin %> <%= command.id %> --from -',
    },
    {
      description: 'One of several functions.',
      command: '<%= config.bin %> <%= command.id %> checkout --from terraform.tfstate --alias prod',
    },
  ];
  static override args = {
    function: functionNameArg({description: 'One of the functions; all of them without it.'}),
  };
  static override flags = {
    from: Flags.string({
      summary: 'A state of Terraform or a template of SAM; - reads "terraform show -json" from stdin.',
      description: 'Of variables only the names are read, and nothing that a state calls sensitive.',
      helpValue: 'FILE',
    }),
    alias: Flags.string({summary: 'Alias that callers use; the one that is found without it.', helpValue: 'NAME'}),
    'take-configuration': Flags.boolean({
      summary:
        'Write handler, runtime, memory, timeout and the like into the release file; they stay with the owner without it.',
    }),
    'dry-run': dryRunFlag,
    yes: yesFlag,
    ...placeFlags,
  };

  async run(): Promise<AdoptReport> {
    const {args, flags} = await this.parse(Adopt);
    return this.serve(flags, (session, signal) =>
      adopt(session, {named: args.function, stdin: standardInput}, flags, signal),
    );
  }

  protected toText(report: AdoptReport): string {
    return adoptText(report);
  }
}
