import {Flags} from '@oclif/core';
import {BaseCommand} from '../../lib/cli/base-command.js';
import {aliasArg, awsFlags, yesFlag} from '../../lib/cli/flags/flags.js';
import {type EngineCheckReport, engineCheckText} from '../../lib/report/result/engine/check-text.js';
import {checkEngine} from '../../lib/service/engine/check.js';

export default class EngineCheck extends BaseCommand<EngineCheckReport> {
  static override summary =
    'Let a lease run at an alias that nobody calls, and say whether AWS gives the traffic back.';
  static override description =
    'EventBridge Scheduler takes any lease and says only when it runs what is wrong with it or with its role: so this is to be ' +
    'done once in an account. The alias is made when it is not there; it gets one percent of another version, and is as ' +
    'before at the end. It takes two to three minutes.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> checkout:scratch --lease arn:aws:iam::123456789012:role/lambda-release-lease',
  ];
  static override args = {alias: aliasArg({required: true})};
  static override flags = {
    lease: Flags.string({
      summary: 'Role (ARN) by which the lease runs; that of the release file when left out.',
      env: 'LAMBDA_RELEASE_LEASE',
      helpValue: 'ROLE',
    }),
    ...awsFlags,
    yes: yesFlag,
  };

  async run(): Promise<EngineCheckReport> {
    const {args, flags} = await this.parse(EngineCheck);
    return this.serve(flags, (session, signal) => checkEngine(session, args.alias, flags, signal));
  }

  protected toText(report: EngineCheckReport): string {
    return engineCheckText(report);
  }
}
