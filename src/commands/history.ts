import {Flags} from '@oclif/core';
import {BaseCommand} from '../lib/cli/base-command.js';
import {awsFlags, functionArg} from '../lib/cli/flags.js';
import {type HistoryReport, historyText} from '../lib/report/result/versions/history-text.js';
import {history} from '../lib/service/versions/history.js';

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
    return this.serve(flags, (session, signal) => history(session, args.function, flags, signal));
  }

  protected toText(report: HistoryReport): string {
    return historyText(report);
  }
}
