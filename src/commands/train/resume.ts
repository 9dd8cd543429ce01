import {Flags} from '@oclif/core';
import {checkFlags} from '../../lib/cli/flags/check.js';
import {functionArg} from '../../lib/cli/flags/flags.js';
import {overrideFlag} from '../../lib/cli/flags/override.js';
import {publishFlags} from '../../lib/cli/flags/release.js';
import {retryFlag, rolloutFlags} from '../../lib/cli/flags/rollout.js';
import {environmentsFlag, parallelFlag, trainFlag} from '../../lib/cli/flags/train.js';
import {proposalFlags, ReleaseCommand} from '../../lib/cli/release-command.js';
import {type TrainMoveReport, trainMoveText} from '../../lib/report/result/train/train-text.js';
import {type ResumedTrain, resumeTrain} from '../../lib/service/train/resume.js';

export default class TrainResume extends ReleaseCommand<ResumedTrain> {
  static override summary = 'Go on with a train whose process died, or that was held.';
  static override description =
    'Rollouts under way go on from where they are, by what they were begun with; aliases that it has released already are done; the others are ' +
    'released as deploy would, so give it the same release file or bundle. Aliases whose new version fell stay where they are, unless --retry is given.';
  static override examples = ['<%= config.bin %> <%= command.id %>'];
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
    parallel: parallelFlag,
    retry: retryFlag,
    ...checkFlags,
    train: trainFlag,
    'accept-settings': Flags.boolean({
      summary: 'Judge by these analysis settings although the rollouts were begun with others.',
    }),
    ...proposalFlags,
    environment: environmentsFlag,
  };

  protected override readonly throughPlaces = true;

  async run(): Promise<ResumedTrain> {
    const {args, flags} = await this.parse(TrainResume);
    return this.release(flags, (session, signal) => resumeTrain(session, args.function ?? [], flags, signal));
  }

  protected releasedText(report: TrainMoveReport): string {
    return trainMoveText('all of it serves the new version', report);
  }
}
