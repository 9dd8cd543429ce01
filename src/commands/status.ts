import {Flags} from '@oclif/core';
import {BaseCommand} from '../lib/cli/base-command.js';
import {awsFlags, durationFlag, functionArg} from '../lib/cli/flags/flags.js';
import {type EnvironmentsReport, environmentsText} from '../lib/report/result/status/environments-text.js';
import {regionText} from '../lib/report/result/status/region-text.js';
import {type StatusReport, statusReportText} from '../lib/report/result/status/status-text.js';
import {statusOfEnvironments} from '../lib/service/status/environments.js';
import {status} from '../lib/service/status/status.js';

export default class Status extends BaseCommand<StatusReport | EnvironmentsReport> {
  static override summary = 'Who serves what share, which rollouts run, what is reserved, and what is odd.';
  static override description =
    'Reads only. Without a function it reads all of the release file, and without a release file every alias of the region ' +
    'that has weights or a rollout, whoever set them; inside the request quota of AWS, rollouts judged by errors alone. Rollouts of named functions are judged by everything, as "rollout status" does. AWS keeps ' +
    'no time of an alias: outside of a rollout "since" only says before when it cannot have been.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> checkout',
    '<%= config.bin %> <%= command.id %> checkout:live --json',
    {
      description: 'Every environment of the release file.',
      command: '<%= config.bin %> <%= command.id %> --all-environments',
    },
    {
      description: 'Whatever is under way in the region.',
      command: '<%= config.bin %> <%= command.id %> --region-wide',
    },
    {description: 'Follow it until Ctrl-C.', command: '<%= config.bin %> <%= command.id %> checkout:live --watch'},
  ];
  static override args = {
    function: functionArg({
      description: 'Function, or function and alias; all of the release file, or of the region, without any.',
      multiple: true,
    }),
  };
  static override flags = {
    watch: Flags.boolean({
      summary: 'Read again and again until Ctrl-C, which ends it with 0.',
      description: 'Redrawn on a terminal; a line for each change elsewhere. The last state is the result.',
    }),
    every: durationFlag({
      summary: 'How long --watch waits between two readings; 10s when left out.',
      dependsOn: ['watch'],
    }),
    'all-environments': Flags.boolean({
      summary: 'Read every environment of the release file, each in its account and region.',
      description:
        'What is wrong with one of them is told, and hides none of the others; it ends with the exit code of the first.',
      exclusive: ['watch'],
    }),
    'region-wide': Flags.boolean({
      summary: 'Every alias of the region that has weights or a rollout, in the release file or not.',
      description: 'Ten requests a second at most, one for each function. What may not be read is named.',
      exclusive: ['watch', 'all-environments'],
    }),
    ...awsFlags,
  };

  protected override readonly isOnCall = true;

  async run(): Promise<StatusReport | EnvironmentsReport> {
    const {args, flags} = await this.parse(Status);
    if (!flags['all-environments']) {
      return this.serve(flags, (session, signal) => status(session, args.function, flags, signal));
    }
    const report = await this.serve(flags, async (session, signal) => {
      const {places, open} = this.sessionsOf(flags, session);
      const question = {places: await places(), named: args.function, config: flags.config, open};
      return statusOfEnvironments(question, signal);
    });
    const [failed] = report.environments.flatMap((each) => ('error' in each ? each.error.exitCode : []));
    if (failed !== undefined) process.exitCode = failed;
    return report;
  }

  protected toText(report: StatusReport | EnvironmentsReport): string {
    const {columns} = process.stdout;
    if ('environments' in report) return environmentsText(report, columns);
    return report.region ? regionText(report, columns) : statusReportText(report, columns);
  }
}
