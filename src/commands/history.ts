import {Flags} from '@oclif/core';
import {BaseCommand} from '../lib/cli/base-command.js';
import {awsFlags, functionArg, recordFlag} from '../lib/cli/flags/flags.js';
import {type HistoryReport, historyText} from '../lib/report/result/versions/history-text.js';
import {history} from '../lib/service/versions/history.js';

export default class History extends BaseCommand<HistoryReport> {
  static override summary = 'Releases of a function, newest first: commit, changes and what became of each.';
  static override description =
    'The record is on AWS: what a version was made of is in the version, and what became of it is what the aliases ' +
    'remember. So every machine sees the same, also of versions that other tools have published. Of the environment only ' +
    'names are shown. With a record (--record, or record: {logGroup} in the release file) it also says who did it, when and why. ' +
    'Reads only.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> checkout',
    '<%= config.bin %> <%= command.id %> checkout:live --limit 3',
    '<%= config.bin %> <%= command.id %> checkout:live --record /lambda-release',
  ];
  static override args = {
    function: functionArg({
      description: 'Function, or function and the alias whose verdicts are wanted.',
      required: true,
    }),
  };
  static override flags = {
    limit: Flags.integer({summary: 'How many releases to show.', default: 10, min: 1}),
    record: recordFlag({
      summary: 'Log group of the record that says who, when and why.',
      description: 'As it was kept by --record of the other commands; without it, that of the release file.',
    }),
    ...awsFlags,
  };

  protected override readonly isOnCall = true;

  async run(): Promise<HistoryReport> {
    const {args, flags} = await this.parse(History);
    return this.serve(flags, (session, signal) => history(session, args.function, flags, signal));
  }

  protected toText(report: HistoryReport): string {
    return historyText(report);
  }
}
