import {Flags} from '@oclif/core';
import {BaseCommand, type Session} from '../lib/cli/base-command.js';
import {awsFlags, durationFlag, functionArg} from '../lib/cli/flags.js';
import {notThere} from '../lib/cli/not-there.js';
import {withSignals} from '../lib/cli/signals.js';
import {formatDuration} from '../lib/model/duration.js';
import type {FunctionRef} from '../lib/model/function-ref.js';
import {followLogs} from '../lib/observe/logs/follow-logs.js';
import {observeLogLines, type VersionLine} from '../lib/observe/logs/log-lines.js';
import {type LogSource, observeLogSources} from '../lib/observe/logs/log-source.js';
import {logLineText, logsText} from '../lib/report/result/logs-text.js';

const SINCE_MS = 600_000;

interface LogsResult extends FunctionRef {
  readonly sinceMs: number;
  /** Empty with --follow, which has written them as they came. */
  readonly lines: readonly VersionLine[];
  readonly followed: boolean;
}

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

  async run(): Promise<LogsResult> {
    const {args, flags} = await this.parse(Logs);
    const session = await this.open(flags);
    const ref = args.function;
    const toMs = session.clock.now();
    const window = {fromMs: toMs - flags.since, toMs, ...(flags.filter !== undefined && {filterPattern: flags.filter})};
    const result = {...ref, sinceMs: flags.since, followed: flags.follow};
    return withSignals(async (signal) => {
      const sources = await observeLogSources(session, ref, signal);
      if (sources === undefined) throw notThere(ref);
      if (flags.follow) {
        await this.follow(session, sources, {...window, signal});
        return {...result, lines: []};
      }
      const lines = await observeLogLines(session, sources, window, signal);
      if (lines === undefined) {
        const message = `There is no log group ${sources.map(({logGroup}) => logGroup).join(', ')}: nothing was ever logged.`;
        session.sink.emit({type: 'warning', code: 'LOG_GROUP_NOT_FOUND', message});
      }
      return {...result, lines: lines ?? []};
    });
  }

  protected toText({lines, sinceMs, followed}: LogsResult): string {
    return followed ? '' : logsText(lines, `No lines in the last ${formatDuration(sinceMs)}.`);
  }

  /** Lines are the result here and have no end: they are written as they come. */
  private async follow(
    session: Session,
    sources: readonly LogSource[],
    {signal, ...window}: {readonly fromMs: number; readonly filterPattern?: string; readonly signal: AbortSignal},
  ): Promise<void> {
    for await (const lines of followLogs({...session, events: session.sink}, sources, window, signal)) {
      for (const line of lines) process.stdout.write(`${logLineText(line)}\n`);
      // The reader of a pipe may have gone: then there is nobody to go on for.
      if (!process.stdout.writable) return;
    }
  }
}
