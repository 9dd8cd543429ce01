import {BaseCommand} from '../../lib/cli/base-command.js';
import {awsFlags, releaseEventFlags} from '../../lib/cli/flags/flags.js';
import {carsArg, environmentsFlag, trainFlag} from '../../lib/cli/flags/train.js';
import {type TrainMoveReport, trainMoveText} from '../../lib/report/result/train/train-text.js';
import {abortTrain} from '../../lib/service/train/move-train.js';

export default class TrainAbort extends BaseCommand<TrainMoveReport> {
  static override summary = 'Take a whole train back: every alias serves what it served before.';
  static override description =
    'Works from the aliases alone, also after the process of the train has died: those under way at once and side by side, then ' +
    'those that it has released already. It asks nothing, because it only restores. An alias that somebody has moved since is left alone. ' +
    'Not atomic: what could not be taken back is named, and the command ends with its exit code.';
  static override examples = ['<%= config.bin %> <%= command.id %>'];
  static override args = {alias: carsArg};
  static override flags = {...awsFlags, environment: environmentsFlag, train: trainFlag, ...releaseEventFlags};

  protected override readonly isOnCall = true;

  protected override readonly throughPlaces = true;

  async run(): Promise<TrainMoveReport> {
    const {args, flags} = await this.parse(TrainAbort);
    return this.serve(flags, (session, signal) => abortTrain(session, args.alias ?? [], flags, signal));
  }

  protected toText(report: TrainMoveReport): string {
    return trainMoveText('taken back', report);
  }
}
