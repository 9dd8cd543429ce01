import {Flags} from '@oclif/core';
import {BaseCommand} from '../lib/cli/base-command.js';
import {awsFlags, functionArg} from '../lib/cli/flags.js';
import {notThere, ofExisting} from '../lib/cli/not-there.js';
import {withSignals} from '../lib/cli/signals.js';
import {UsageError} from '../lib/errors.js';
import {observeVersions} from '../lib/observe/versions/versions.js';
import {toHistory} from '../lib/plan/versions/history.js';
import {type HistoryReport, historyText} from '../lib/report/result/versions/history-text.js';

export default class History extends BaseCommand<HistoryReport> {
  static override summary = 'Releases of a function, newest first: commit, changes and what became of each.';
  static override description =
    'The record is on AWS: what a version was made of is in the version, and what became of it is what the aliases ' +
    'remember. So every machine sees the same, also of versions that other tools have published. Of the environment only ' +
    'names are shown. Reads only.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> checkout',
    '<%= config.bin %> <%= command.id %> checkout:live --limit 3',
  ];
  static override args = {
    function: functionArg({
      description: 'Function, or function and the alias whose verdicts are wanted.',
      required: true,
    }),
  };
  static override flags = {
    limit: Flags.integer({summary: 'How many releases to show.', default: 10, min: 1}),
    ...awsFlags,
  };

  async run(): Promise<HistoryReport> {
    const {args, flags} = await this.parse(History);
    const {functionName, qualifier: alias} = args.function;
    if (alias !== undefined && /^(\d+|\$LATEST)$/.test(alias)) throw noAlias(functionName, alias);
    const {paced} = await this.open(flags);
    return withSignals(async (signal) => {
      const observed = await ofExisting({functionName}, observeVersions(paced, functionName, signal));
      if (alias !== undefined && !observed.aliases.some((each) => each.alias === alias)) {
        throw notThere({functionName, qualifier: alias});
      }
      const entries = toHistory(observed, alias);
      const releases = entries.slice(0, flags.limit);
      return {functionName, ...(alias !== undefined && {alias}), releases, older: entries.length - releases.length};
    });
  }

  protected toText(report: HistoryReport): string {
    return historyText(report);
  }
}

function noAlias(functionName: string, qualifier: string): UsageError {
  return new UsageError(`${functionName}:${qualifier} is a version, and a history is of a function or an alias.`, {
    code: 'ALIAS_EXPECTED',
    suggestions: [
      `All of it: lambda-release history ${functionName}`,
      `Two versions beside each other: lambda-release versions diff ${functionName} 7 8`,
    ],
  });
}
