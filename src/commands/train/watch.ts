import {BaseCommand} from '../../lib/cli/base-command.js';
import {awsFlags, durationFlag, followFlags} from '../../lib/cli/flags/flags.js';
import {resumeFlags} from '../../lib/cli/flags/rollout.js';
import {carsArg, environmentsFlag, trainFlag} from '../../lib/cli/flags/train.js';
import {type TrainMoveReport, trainMoveText} from '../../lib/report/result/train/train-text.js';
import {watchTrain} from '../../lib/service/train/watch.js';

const {
  'on-inconclusive': _inconclusive,
  'on-interrupt': _interrupt,
  'promote-early': _early,
  ...judgeFlags
} = resumeFlags();

export default class TrainWatch extends BaseCommand<TrainMoveReport> {
  static override summary = 'Follow the aliases of a train that are under way, and judge them together.';
  static override description =
    'Looks at the aliases and judges from CloudWatch as the process at work does; it never writes. What the train begins later is not ' +
    'seen: watch again. Ends with 0 when all of them are promoted, else with the worst of their exit codes.';
  static override examples = ['<%= config.bin %> <%= command.id %>'];
  static override args = {alias: carsArg};
  static override flags = {
    ...judgeFlags,
    wait: durationFlag({summary: 'How long to look at most; then end with 7.', env: 'LAMBDA_RELEASE_WAIT'}),
    ...awsFlags,
    environment: environmentsFlag,
    train: trainFlag,
    ...followFlags,
  };

  protected override readonly isOnCall = true;

  protected override readonly throughPlaces = true;

  async run(): Promise<TrainMoveReport> {
    const {args, flags} = await this.parse(TrainWatch);
    return this.serve(flags, (session, signal) => watchTrain(session, args.alias ?? [], flags, signal));
  }

  protected toText(report: TrainMoveReport): string {
    return trainMoveText('promoted', report);
  }
}
