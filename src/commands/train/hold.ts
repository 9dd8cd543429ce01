import {BaseCommand} from '../../lib/cli/base-command.js';
import {awsFlags, releaseEventFlags} from '../../lib/cli/flags/flags.js';
import {carsArg, environmentsFlag, trainFlag} from '../../lib/cli/flags/train.js';
import {type TrainMoveReport, trainMoveText} from '../../lib/report/result/train/train-text.js';
import {holdTrain} from '../../lib/service/train/move-train.js';

export default class TrainHold extends BaseCommand<TrainMoveReport> {
  static override summary = 'Keep every alias of a train that is under way where it is.';
  static override description =
    'Written into the aliases: the process that works on the train sees it, begins nothing further and ends with 7. ' +
    'Go on with train resume.';
  static override examples = ['<%= config.bin %> <%= command.id %>'];
  static override args = {alias: carsArg};
  static override flags = {...awsFlags, environment: environmentsFlag, train: trainFlag, ...releaseEventFlags};

  protected override readonly isOnCall = true;

  protected override readonly throughPlaces = true;

  async run(): Promise<TrainMoveReport> {
    const {args, flags} = await this.parse(TrainHold);
    return this.serve(flags, (session, signal) => holdTrain(session, args.alias ?? [], flags, signal));
  }

  protected toText(report: TrainMoveReport): string {
    return trainMoveText('held', report);
  }
}
