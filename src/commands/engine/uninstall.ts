import {Flags} from '@oclif/core';
import {BaseCommand} from '../../lib/cli/base-command.js';
import {stackFlag} from '../../lib/cli/flags/engine.js';
import {awsFlags, dryRunFlag, yesFlag} from '../../lib/cli/flags/flags.js';
import {type EngineUninstallReport, uninstallText} from '../../lib/report/result/engine/uninstall-text.js';
import {uninstallEngine} from '../../lib/service/engine/uninstall.js';

export default class EngineUninstall extends BaseCommand<EngineUninstallReport> {
  static override summary = 'Delete the engine: its state machine, its function with all versions, its roles and logs.';
  static override description =
    'Refused while it drives rollouts: AWS would end them where they are, with nobody to judge what traffic they have.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    {
      description: 'Although it drives rollouts, which somebody goes on with afterwards.',
      command: '<%= config.bin %> <%= command.id %> --force',
    },
  ];
  static override flags = {
    stack: stackFlag,
    force: Flags.boolean({summary: 'Also while it drives rollouts: they stay where they are.'}),
    ...awsFlags,
    'dry-run': dryRunFlag,
    yes: yesFlag,
  };

  async run(): Promise<EngineUninstallReport> {
    const {flags} = await this.parse(EngineUninstall);
    return this.serve(flags, (session, signal) => uninstallEngine(session, flags, signal));
  }

  protected toText(report: EngineUninstallReport): string {
    return uninstallText(report);
  }
}
