import {Flags} from '@oclif/core';
import {stackFlag} from '../../lib/cli/flags/engine.js';
import {awsFlags, configFlag, dryRunFlag, yesFlag} from '../../lib/cli/flags/flags.js';
import {ReleaseCommand} from '../../lib/cli/release-command.js';
import {type EngineInstallReport, installText} from '../../lib/report/result/engine/install-text.js';
import {installEngine} from '../../lib/service/engine/install.js';

export default class EngineInstall extends ReleaseCommand<EngineInstallReport> {
  static override summary = 'Install the engine that drives rollouts when no process does, or bring it up to date.';
  static override description =
    'A stack of CloudFormation: a state machine of Step Functions, the function that it calls, and a role for each. What would ' +
    'change is shown first; what fails is rolled back. Then the code of the function is released. Once in each account and ' +
    'region; a second time it changes nothing.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    {
      description: 'For some functions only, whose rollouts are leased.',
      command:
        "<%= config.bin %> <%= command.id %> --parameter 'Functions=shop-*' --parameter LeaseRole=arn:aws:iam::123456789012:role/lambda-release-lease",
    },
    {
      description: 'The code of its function alone, where the template is deployed otherwise.',
      command: '<%= config.bin %> <%= command.id %> --skip-stack --yes',
    },
  ];
  static override flags = {
    stack: stackFlag,
    parameter: Flags.string({
      summary: 'A parameter of the template, NAME=VALUE; may be given several times.',
      description: 'What is not given stays as it is; "engine template" shows all of them.',
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'NAME=VALUE',
    }),
    'stack-role': Flags.string({
      summary: 'Role (ARN) that CloudFormation assumes to make the stack, in place of your own rights.',
      env: 'LAMBDA_RELEASE_STACK_ROLE',
      helpValue: 'ROLE',
    }),
    'skip-stack': Flags.boolean({
      summary: 'Release the code of its function alone: the stack is deployed otherwise.',
      exclusive: ['parameter', 'stack-role'],
    }),
    downgrade: Flags.boolean({summary: 'Replace what a newer lambda-release has installed.'}),
    ...awsFlags,
    config: configFlag,
    'dry-run': dryRunFlag,
    yes: yesFlag,
  };

  async run(): Promise<EngineInstallReport> {
    const {flags} = await this.parse(EngineInstall);
    const {version} = this.config;
    return this.release(flags, (session, signal) => installEngine(session, flags, {version}, signal));
  }

  protected releasedText(report: EngineInstallReport): string {
    return installText(report);
  }
}
