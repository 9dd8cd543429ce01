import {Flags} from '@oclif/core';
import {BaseCommand} from '../../lib/cli/base-command.js';
import {aliasArg, awsFlags, durationFlag, recordFlag, reportFlag} from '../../lib/cli/flags/flags.js';
import {type RolloutStoryReport, rolloutStoryText} from '../../lib/report/result/rollout/story-text.js';
import {reportRollout} from '../../lib/service/report/report.js';

export default class RolloutReport extends BaseCommand<RolloutStoryReport> {
  static override summary =
    'Tell a rollout, under way or long over: the decision, the numbers behind it, who and where.';
  static override description =
    'Reads it from a journal (--from-journal), else from the record (--record, or record: {logGroup} in the release file); one that is ' +
    'under way is looked at where nobody keeps either. Without --out it is Markdown on stdout. Reads only.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> checkout:live',
    {
      description: 'A page for a browser.',
      command: '<%= config.bin %> <%= command.id %> checkout:live --out rollout.html',
    },
    {
      description: 'Of a job that is over, from its journal.',
      command: '<%= config.bin %> <%= command.id %> checkout:live --from-journal release.ndjson --out rollout.html',
    },
  ];
  static override args = {alias: aliasArg({required: true})};
  static override flags = {
    out: reportFlag({
      summary: 'Write it into this file: a page for a browser (.html) or Markdown (.md).',
      description: 'Give it twice for both; without it Markdown goes to stdout.',
    }),
    rollout: Flags.string({
      summary: 'Which rollout, by its id; the one under way, or the newest, without it.',
      helpValue: 'ID',
    }),
    'from-journal': Flags.string({
      summary: 'Read it from this file, which --journal of another command has written.',
      env: 'LAMBDA_RELEASE_JOURNAL',
      helpValue: 'FILE',
    }),
    record: recordFlag({
      summary: 'Log group of the record to read it from.',
      description: 'As it was kept by --record of the other commands; without it, that of the release file.',
    }),
    last: durationFlag({summary: 'How far to look back in the record; 15d when nothing is said.'}),
    ...awsFlags,
  };

  protected override readonly isOnCall = true;

  async run(): Promise<RolloutStoryReport> {
    const {args, flags} = await this.parse(RolloutReport);
    const options = {...flags, journal: flags['from-journal'], tool: this.config.version};
    return this.serve(flags, (session, signal) =>
      reportRollout(session, args.alias, {...options, placed: this.placed}, signal),
    );
  }

  protected toText(report: RolloutStoryReport): string {
    return rolloutStoryText(report);
  }
}
