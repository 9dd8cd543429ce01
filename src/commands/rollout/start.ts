import {Args, Flags} from '@oclif/core';
import {checkFlags} from '../../lib/cli/flags/check.js';
import {aliasArg} from '../../lib/cli/flags/flags.js';
import {overrideFlag} from '../../lib/cli/flags/override.js';
import {detachFlag, engineFlag, retryFlag, rolloutFlags} from '../../lib/cli/flags/rollout.js';
import {proposalFlags, ReleaseCommand} from '../../lib/cli/release-command.js';
import {formatAliasRef} from '../../lib/model/function/ref.js';
import {parseVersion} from '../../lib/model/versions/version.js';
import {nothingDoneText} from '../../lib/report/result/rollout/rollout-plan-text.js';
import {rolloutText} from '../../lib/report/result/rollout/rollout-text.js';
import type {RolloutResult} from '../../lib/service/rollout/run-to-end.js';
import {startRollout} from '../../lib/service/rollout/start.js';

export default class RolloutStart extends ReleaseCommand<RolloutResult> {
  static override summary = 'Roll a published version out: weighted steps, each baked and judged.';
  static override description =
    'Moves a growing share of the traffic to the version, judges it against the stable one at every step, promotes it ' +
    'when it is no worse and gives all traffic back when it is. The rollout is written into the alias itself, so any ' +
    'other terminal or job can see, abort or promote it.';
  static override examples = [
    {description: 'With the default steps.', command: '<%= config.bin %> <%= command.id %> checkout:live 8'},
    {
      description: 'In a pipeline, steps of your own.',
      command: '<%= config.bin %> <%= command.id %> checkout:live 8 --steps "1%:10m, 10%:10m, 50%:10m" --yes',
    },
  ];
  static override args = {
    alias: aliasArg({required: true}),
    version: Args.string({
      description: 'Version to release.',
      required: true,
      ignoreStdin: true,
      parse: async (text) => parseVersion(text),
    }),
  };
  static override flags = {
    override: overrideFlag,
    ...rolloutFlags,
    detach: detachFlag,
    retry: retryFlag,
    engine: engineFlag,
    ...checkFlags,
    create: Flags.boolean({summary: 'Create the alias on the version when it is not there.'}),
    ...proposalFlags,
  };

  async run(): Promise<RolloutResult> {
    const {args, flags} = await this.parse(RolloutStart);
    const pair = {ref: args.alias, candidate: args.version};
    return this.release(flags, (session, signal) => startRollout(session, pair, flags, signal));
  }

  protected releasedText({plan, changed, rollout}: RolloutResult): string {
    if (rollout) return rolloutText(rollout);
    if (!changed) return nothingDoneText(plan);
    return `${formatAliasRef(plan)} was created with all traffic on version ${plan.candidate}.`;
  }
}
