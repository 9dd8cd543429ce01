import {BaseCommand} from '../../lib/cli/base-command.js';
import {awsFlags, functionNameArg} from '../../lib/cli/flags/flags.js';
import type {ListedVersions} from '../../lib/plan/versions/listed-versions.js';
import {versionsText} from '../../lib/report/result/versions/versions-text.js';
import {versionsOf} from '../../lib/service/versions/versions.js';

export default class VersionsList extends BaseCommand<ListedVersions> {
  static override summary = 'Published versions of a function, newest first, and what uses each.';
  static override description = 'Reads only.';
  static override examples = ['<%= config.bin %> <%= command.id %> checkout'];
  static override args = {function: functionNameArg({required: true})};
  static override flags = {...awsFlags};

  protected override readonly isOnCall = true;

  async run(): Promise<ListedVersions> {
    const {args, flags} = await this.parse(VersionsList);
    return this.serve(flags, (session, signal) => versionsOf(session, args.function, signal));
  }

  protected toText(report: ListedVersions): string {
    return versionsText(report);
  }
}
