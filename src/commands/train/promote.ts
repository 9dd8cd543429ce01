import {Flags} from '@oclif/core';
import {BaseCommand} from '../../lib/cli/base-command.js';
import {awsFlags, releaseEventFlags, yesFlag} from '../../lib/cli/flags/flags.js';
import {overrideFlag} from '../../lib/cli/flags/override.js';
import {carsArg, environmentsFlag, trainFlag} from '../../lib/cli/flags/train.js';
import {type TrainMoveReport, trainMoveText} from '../../lib/report/result/train/train-text.js';
import {promoteTrain} from '../../lib/service/train/move-train.js';

export default class TrainPromote extends BaseCommand<TrainMoveReport> {
  static override summary = 'Move every alias of a train that is not released on, unjudged.';
  static override description =
    'To its next step, or with --full to its end. Aliases that the train has not begun are not touched: train resume goes on with them.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    {description: 'All the way.', command: '<%= config.bin %> <%= command.id %> --full'},
  ];
  static override args = {alias: carsArg};
  static override flags = {
    override: overrideFlag,
    full: Flags.boolean({summary: 'To their end at once, without a watch.'}),
    ...awsFlags,
    environment: environmentsFlag,
    train: trainFlag,
    ...releaseEventFlags,
    yes: yesFlag,
  };

  protected override readonly throughPlaces = true;

  async run(): Promise<TrainMoveReport> {
    const {args, flags} = await this.parse(TrainPromote);
    return this.serve(flags, (session, signal) => promoteTrain(session, args.alias ?? [], flags, signal));
  }

  protected toText(report: TrainMoveReport): string {
    return trainMoveText('moved on', report);
  }
}
