import {BaseCommand} from '../../lib/cli/base-command.js';
import {awsFlags, functionNameArg} from '../../lib/cli/flags/flags.js';
import {type PreviewsReport, previewsText} from '../../lib/report/result/preview/previews-text.js';
import {listPreviews} from '../../lib/service/preview/list.js';

export default class PreviewList extends BaseCommand<PreviewsReport> {
  static override summary = 'Show the previews of a function: address, version, end.';
  static override examples = [
    {description: 'All of checkout.', command: '<%= config.bin %> <%= command.id %> checkout'},
  ];
  static override args = {function: functionNameArg({required: true})};
  static override flags = {...awsFlags};

  async run(): Promise<PreviewsReport> {
    const {args, flags} = await this.parse(PreviewList);
    return this.serve(flags, (session, signal) => listPreviews(session, args.function, signal));
  }

  protected toText(report: PreviewsReport): string {
    return previewsText(report);
  }
}
