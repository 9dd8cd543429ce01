import {Flags} from '@oclif/core';
import {BaseCommand} from '../../lib/cli/base-command.js';
import {awsFlags, dryRunFlag, journalFlag, layerNameArg, yesFlag} from '../../lib/cli/flags.js';
import {withSignals} from '../../lib/cli/signals.js';
import {pruneLayer} from '../../lib/execute/versions/layer-prune.js';
import {observeLayerVersions} from '../../lib/observe/versions/layer-versions.js';
import {toRefusedError} from '../../lib/plan/refusal.js';
import {planLayerPrune} from '../../lib/plan/versions/layer-prune.js';
import {
  type LayerPruneReport,
  layerPrunePlanText,
  layerPruneText,
  toLayerPruneReport,
} from '../../lib/report/result/versions/layers-text.js';

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
    journal: journalFlag,
    yes: yesFlag,
  };

  async run(): Promise<LayerPruneReport> {
    const {args, flags} = await this.parse(LayersPrune);
    const session = await this.open(flags);
    return withSignals(async (signal) => {
      const versions = await observeLayerVersions(session, args.layer, undefined, signal);
      const planned = planLayerPrune(args.layer, versions, flags.keep);
      if (!planned.ok) throw toRefusedError(planned.refusals);
      const {plan} = planned;
      if (flags['dry-run'] || plan.removed.length === 0) return toLayerPruneReport(plan);
      await session.showPlan(layerPrunePlanText(plan));
      await session.prompter.confirm(`Delete ${plan.removed.length} of ${args.layer}'s versions for good?`, signal);
      return toLayerPruneReport(plan, await pruneLayer({...session, events: session.sink}, plan, signal));
    });
  }

  protected toText(report: LayerPruneReport): string {
    return layerPruneText(report);
  }
}
