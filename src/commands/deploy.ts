import {Flags} from '@oclif/core';
import {checkFlags} from '../lib/cli/flags/check.js';
import {functionArg} from '../lib/cli/flags/flags.js';
import {overrideFlag} from '../lib/cli/flags/override.js';
import {publishFlags} from '../lib/cli/flags/release.js';
import {detachFlag, engineFlag, retryFlag, rolloutFlags} from '../lib/cli/flags/rollout.js';
import {environmentsFlag, parallelFlag} from '../lib/cli/flags/train.js';
import {proposalFlags, ReleaseCommand} from '../lib/cli/release-command.js';
import {formatAliasRef} from '../lib/model/function/ref.js';
import {deployText} from '../lib/report/result/rollout/deploy-text.js';
import {trainReleasedText} from '../lib/report/result/train/train-text.js';
import {type DeployResult, deploy} from '../lib/service/rollout/deploy.js';

export default class Deploy extends ReleaseCommand<DeployResult> {
  static override summary = 'Package, publish and roll out: the whole release in one command.';
  static override description =
    'Packs the code, publishes a version of exactly that, and moves traffic to it in weighted steps, each baked and ' +
    'judged against the version that serves now. A worse version is taken back by itself. Several functions are planned ' +
    'together and released as a train: one first, then a quarter, then all, unless the release file says otherwise, judged together as well; ' +
    'where one falls nothing further begins.';
  static override examples = [
    {description: 'Everything release.yml says.', command: '<%= config.bin %> <%= command.id %>'},
    {
      description: 'One function, without a release file.',
      command: '<%= config.bin %> <%= command.id %> checkout:live --source dist --steps "5%:5m, 25%:5m" --yes',
    },
    {description: 'Only the plan.', command: '<%= config.bin %> <%= command.id %> --dry-run'},
  ];
  static override args = {
    function: functionArg({
      description: 'Function, with its alias: checkout:live. All of the release file without any.',
      multiple: true,
    }),
  };
  static override flags = {
    override: overrideFlag,
    ...publishFlags,
    ...rolloutFlags,
    detach: detachFlag,
    parallel: parallelFlag,
    retry: retryFlag,
    engine: engineFlag,
    ...checkFlags,
    'move-triggers': Flags.boolean({
      summary: 'Move triggers of the bare function to the alias first, as doctor --fix does.',
      description:
        'Event sources, rules of EventBridge, and the permissions of whoever calls it: before the code is uploaded, or once the alias is there when the release makes it.',
    }),
    ...proposalFlags,
    environment: environmentsFlag,
  };

  protected override readonly throughPlaces = true;

  /** By what a train is found again: its aliases, unless they are those of a release file that lies here. */
  #said: {readonly config?: string | undefined; readonly namesThem: boolean} = {namesThem: false};

  async run(): Promise<DeployResult> {
    const {args, flags} = await this.parse(Deploy);
    const named = args.function ?? [];
    this.#said = {config: flags.config, namesThem: named.length > 0 || flags.bundle !== undefined};
    return this.release(flags, (session, signal) => deploy(session, named, flags, signal));
  }

  protected releasedText({functions, train}: DeployResult): string {
    if (!train) return functions.map(deployText).join('\n\n');
    const {config, namesThem} = this.#said;
    const names = namesThem ? [...new Set(functions.map(formatAliasRef))] : [];
    return trainReleasedText({trainId: train.trainId, names, config}, functions);
  }
}
