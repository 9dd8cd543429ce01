import {BaseCommand} from '../../lib/cli/base-command.js';
import {awsFlags, layerNameArg} from '../../lib/cli/flags/flags.js';
import {type LayersReport, layersText} from '../../lib/report/result/versions/layers-text.js';
import {listLayers} from '../../lib/service/versions/layers.js';

export default class LayersList extends BaseCommand<LayersReport> {
  static override summary = 'Layers of the region; or the versions of one, what uses each and who may.';
  static override description =
    'For one layer every function and version of the region is looked at: fifty a request, at most ten requests a ' +
    'second, and the policy of each version is read: who may use it. What other accounts use cannot be seen. Reads only.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    {
      description: 'Which functions use which version.',
      command: '<%= config.bin %> <%= command.id %> checkout-dependencies',
    },
  ];
  static override args = {layer: layerNameArg({description: 'Layer, by name; all of them without.'})};
  static override flags = {...awsFlags};

  protected override readonly isOnCall = true;

  async run(): Promise<LayersReport> {
    const {args, flags} = await this.parse(LayersList);
    return this.serve(flags, (session, signal) => listLayers(session, args.layer, signal));
  }

  protected toText(report: LayersReport): string {
    return layersText(report);
  }
}
