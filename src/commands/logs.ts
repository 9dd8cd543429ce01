import {Flags} from '@oclif/core';
import {BaseCommand} from '../lib/cli/base-command.js';
import {awsFlags, durationFlag, functionArg} from '../lib/cli/flags/flags.js';
import {formatDuration} from '../lib/model/duration.js';
import type {VersionLine} from '../lib/observe/logs/log-lines.js';
import {logLineText, logsText} from '../lib/report/result/logs-text.js';
import {type LogsResult, logs} from '../lib/service/logs/logs.js';

const SINCE_MS = 600_000;

export default class Logs extends BaseCommand<LogsResult> {
  static override summary = "One version's log lines, or those of the versions behind an alias.";
  static override description =
    'Reads the log streams of exactly that version, from the log group that the version names; all versions when only the ' +
    'function is named. CloudWatch shows a line some seconds after it was written. Environment values, presigned URLs and ' +
    'credentials are taken out.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> checkout:8',
    {
      description: 'What both sides of a rollout write, until Ctrl-C.',
      command: '<%= config.bin %> <%= command.id %> checkout:live --follow',
    },
    {
      description: 'Errors of an hour.',
      command: '<%= config.bin %> <%= command.id %> checkout:8 --since 1h --filter ERROR',
    },
  ];
  static override args = {
    function: functionArg({
      description: 'Function with its version or alias: checkout:8, checkout:live; all versions without.',
      required: true,
    }),
  };
  static override flags = {
    since: durationFlag({summary: 'How far back to begin.', default: SINCE_MS, defaultHelp: async () => '10m'}),
    follow: Flags.boolean({
      char: 'f',
      summary: 'Go on with new lines until Ctrl-C, which ends it with 0.',
      exclusive: ['json'],
    }),
    filter: Flags.string({
      summary: "Only lines that match, in CloudWatch's filter syntax.",
      helpValue: 'PATTERN',
    }),
    ...awsFlags,
  };

  protected override readonly isOurText = false;

  protected override readonly isOnCall = true;

  async run(): Promise<LogsResult> {
    const {args, flags} = await this.parse(Logs);
    return this.serve(flags, (session, signal) => logs(session, {ref: args.function, onLines}, flags, signal));
  }

  protected toText({lines, sinceMs, followed}: LogsResult): string {
    return followed ? '' : logsText(lines, `No lines in the last ${formatDuration(sinceMs)}.`);
  }
}

/** Lines that are followed are the result and have no end: they are written as they come, while their reader is there. */
function onLines(lines: readonly VersionLine[]): boolean {
  for (const line of lines) process.stdout.write(`${logLineText(line)}\n`);
  return process.stdout.writable;
}
