import {Flags} from '@oclif/core';
import {BaseCommand} from '../../lib/cli/base-command.js';
import {awsFlags, dryRunFlag, eventFlags, layerNameArg, yesFlag} from '../../lib/cli/flags/flags.js';
import {type LayerPruneReport, layerPruneText} from '../../lib/report/result/versions/layers-text.js';
import {pruneLayerVersions} from '../../lib/service/versions/layers.js';

export default class LayersPrune extends BaseCommand<LayerPruneReport> {
  static override summary = 'Delete versions of a layer that no function uses.';
  static override description =
    'Kept are versions that $LATEST or any published version of any function of the account and region has, and the ' +
    'newest one, which may be on its way to a function. Every function is looked at again right before each deletion. ' +
    'Functions of other accounts cannot be seen; they keep working, but cannot be given the version any more. What is ' +
    'deleted cannot be restored.';
  static override examples = [
    {
      description: 'Show what would go.',
      command: '<%= config.bin %> <%= command.id %> checkout-dependencies --dry-run',
    },
    {
      description: 'Keep the three newest versions, used or not.',
      command: '<%= config.bin %> <%= command.id %> checkout-dependencies --keep 3 --yes',
    },
  ];
  static override args = {layer: layerNameArg({required: true})};
  static override flags = {
    keep: Flags.integer({
      summary: 'How many of the newest versions are kept although nothing uses them.',
      default: 1,
      min: 1,
    }),
    ...awsFlags,
    'dry-run': dryRunFlag,
    ...eventFlags,
    yes: yesFlag,
  };

  async run(): Promise<LayerPruneReport> {
    const {args, flags} = await this.parse(LayersPrune);
    return this.serve(flags, (session, signal) => pruneLayerVersions(session, args.layer, flags, signal));
  }

  protected toText(report: LayerPruneReport): string {
    return layerPruneText(report);
  }
}
