import {BaseCommand} from '../../lib/cli/base-command.js';
import {awsFlags, functionNameArg} from '../../lib/cli/flags.js';
import {ofExisting} from '../../lib/cli/not-there.js';
import {withSignals} from '../../lib/cli/signals.js';
import {observeVersions} from '../../lib/observe/versions/versions.js';
import {type ListedVersions, listVersions} from '../../lib/plan/versions/listed-versions.js';
import {versionsText} from '../../lib/report/result/versions/versions-text.js';

export default class VersionsList extends BaseCommand<ListedVersions> {
  static override summary = 'Published versions of a function, newest first, and what uses each.';
  static override description = 'Reads only.';
  static override examples = ['<%= config.bin %> <%= command.id %> checkout'];
  static override args = {function: functionNameArg({required: true})};
  static override flags = {...awsFlags};

  async run(): Promise<ListedVersions> {
    const {args, flags} = await this.parse(VersionsList);
    const {paced} = await this.open(flags);
    const ref = {functionName: args.function};
    return withSignals(async (signal) => {
      return listVersions(await ofExisting(ref, observeVersions(paced, args.function, signal)));
    });
  }

  protected toText(report: ListedVersions): string {
    return versionsText(report);
  }
}
