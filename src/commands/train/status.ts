import {BaseCommand} from '../../lib/cli/base-command.js';
import {awsFlags} from '../../lib/cli/flags/flags.js';
import {carsArg, environmentsFlag, trainFlag} from '../../lib/cli/flags/train.js';
import {type TrainStatusReport, trainStatusText} from '../../lib/report/result/train/train-text.js';
import {trainStatus} from '../../lib/service/train/move-train.js';

export default class TrainStatus extends BaseCommand<TrainStatusReport> {
  static override summary = 'Where each alias of a train stands.';
  static override description =
    'Reads the aliases alone, whoever began the train: under way at which step, held, watched, or released by it. ' +
    'Changes nothing. Ends with 3 when there is no train.';
  static override examples = [
    {description: 'Of the release file.', command: '<%= config.bin %> <%= command.id %>'},
    {description: 'Of these aliases.', command: '<%= config.bin %> <%= command.id %> checkout:live cart:live'},
  ];
  static override args = {alias: carsArg};
  static override flags = {...awsFlags, environment: environmentsFlag, train: trainFlag};

  protected override readonly isOnCall = true;

  protected override readonly throughPlaces = true;

  async run(): Promise<TrainStatusReport> {
    const {args, flags} = await this.parse(TrainStatus);
    return this.serve(flags, (session, signal) => trainStatus(session, args.alias ?? [], flags, signal));
  }

  protected toText(report: TrainStatusReport): string {
    return trainStatusText(report);
  }
}
