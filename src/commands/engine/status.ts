import {BaseCommand} from '../../lib/cli/base-command.js';
import {stackFlag} from '../../lib/cli/flags/engine.js';
import {awsFlags} from '../../lib/cli/flags/flags.js';
import {type EngineStatusReport, engineStatusText} from '../../lib/report/result/engine/status-text.js';
import {engineStatus} from '../../lib/service/engine/status.js';

export default class EngineStatus extends BaseCommand<EngineStatusReport> {
  static override summary =
    'Say what is installed of the engine, whether it is up to date, and which rollouts it drives.';
  static override description = 'Changes nothing. Ends with 3 where no engine is installed.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    {
      description: 'The state machine, for a script.',
      command: '<%= config.bin %> <%= command.id %> --json | jq -r .result.stateMachine',
    },
  ];
  static override flags = {stack: stackFlag, ...awsFlags};

  async run(): Promise<EngineStatusReport> {
    const {flags} = await this.parse(EngineStatus);
    const {version} = this.config;
    return this.serve(flags, (session, signal) => engineStatus(session, flags, {version}, signal));
  }

  protected toText(report: EngineStatusReport): string {
    return engineStatusText(report);
  }
}
