import {Flags} from '@oclif/core';
import {BaseCommand} from '../lib/cli/base-command.js';
import {awsFlags, configFlag, durationFlag, functionArg} from '../lib/cli/flags.js';
import {notThere} from '../lib/cli/not-there.js';
import {withSignals} from '../lib/cli/signals.js';
import {findReleaseFile} from '../lib/config/load-release-file.js';
import type {ReleaseFile} from '../lib/config/release-file.js';
import {UsageError} from '../lib/errors.js';
import {formatDuration} from '../lib/model/duration.js';
import {type FunctionRef, parseFunctionRef} from '../lib/model/function-ref.js';
import type {StatusTarget} from '../lib/observe/status/status.js';
import {type StatusReport, statusReportText} from '../lib/report/result/status/status-text.js';
import {readStatus} from '../lib/service/status/status.js';
import {watchStatus} from '../lib/service/status/watch.js';

const EVERY_MS = 10_000;
/** A reading takes ten requests and more, and AWS allows fifteen a second to everybody in the account. */
const LEAST_EVERY_MS = 2_000;

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
    config: configFlag,
  };

  async run(): Promise<StatusReport> {
    const {args, flags} = await this.parse(Status);
    if (flags.every !== undefined && flags.every < LEAST_EVERY_MS) {
      throw new UsageError(`--every ${formatDuration(flags.every)} would take up what AWS allows the whole account.`, {
        code: 'EVERY_TOO_SHORT',
        suggestions: [`Write ${formatDuration(LEAST_EVERY_MS)} or more.`],
      });
    }
    const session = await this.open(flags);
    const file = await findReleaseFile(flags.config, process.cwd());
    const named = args.function;
    const targets = named?.map(toTarget) ?? targetsOf(file);
    return withSignals(async (signal) => {
      const question = {targets, file, judgeByEverything: named !== undefined};
      let warn = true;
      const read = async (limit: AbortSignal) => {
        const report = await readStatus(session, question, {showProgress: !flags.watch, warn}, limit);
        warn = false;
        const [missing] = report.missing;
        // What the release file names may not have been created yet; what was typed should be there.
        if (named !== undefined && missing !== undefined) throw notThere(parseFunctionRef(missing));
        return report;
      };
      return flags.watch ? watchStatus(session, {everyMs: flags.every ?? EVERY_MS, read}, signal) : read(signal);
    });
  }

  protected toText(report: StatusReport): string {
    return statusReportText(report);
  }
}

function toTarget({functionName, qualifier}: FunctionRef): StatusTarget {
  return {functionName, alias: qualifier};
}

function targetsOf(file: ReleaseFile | undefined): readonly StatusTarget[] {
  const names = [...(file?.functions.keys() ?? [])];
  if (names.length > 0) return names.map((functionName) => ({functionName}));
  throw new UsageError('No function is named.', {
    code: 'FUNCTION_MISSING',
    suggestions: ['Name one: lambda-release status checkout', 'Or list functions in release.yml.'],
  });
}
