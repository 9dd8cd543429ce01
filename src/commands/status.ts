import {Flags} from '@oclif/core';
import {BaseCommand} from '../lib/cli/base-command.js';
import {awsFlags, durationFlag, functionArg} from '../lib/cli/flags.js';
import {type StatusReport, statusReportText} from '../lib/report/result/status/status-text.js';
import {status} from '../lib/service/status/status.js';

export default class Status extends BaseCommand<StatusReport> {
  static override summary = 'Who serves what share, which rollouts run, what is reserved, and what is odd.';
  static override description =
    'Reads only. Without a function it reads all of the release file, inside the request quota of AWS, and judges their ' +
    'rollouts by errors alone; rollouts of named functions are judged by everything, as "rollout status" does. AWS keeps ' +
    'no time of an alias: outside of a rollout "since" only says before when it cannot have been.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> checkout',
    '<%= config.bin %> <%= command.id %> checkout:live --json',
    {description: 'Follow it until Ctrl-C.', command: '<%= config.bin %> <%= command.id %> checkout:live --watch'},
  ];
  static override args = {
    function: functionArg({
      description: 'Function, or function and alias; all of the release file without any.',
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
    ...awsFlags,
  };

  protected override readonly isOnCall = true;

  async run(): Promise<StatusReport> {
    const {args, flags} = await this.parse(Status);
    return this.serve(flags, (session, signal) => status(session, args.function, flags, signal));
  }

  protected toText(report: StatusReport): string {
    return statusReportText(report);
  }
}
