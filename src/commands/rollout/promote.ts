import {Flags} from '@oclif/core';
import {BaseCommand} from '../../lib/cli/base-command.js';
import {aliasArg, awsFlags, dryRunFlag, releaseEventFlags, workReportFlag, yesFlag} from '../../lib/cli/flags/flags.js';
import {overrideFlag} from '../../lib/cli/flags/override.js';
import {type MoveReport, moveText} from '../../lib/report/result/rollout/move-text.js';
import {promoteByRules} from '../../lib/service/rollout/promote.js';

export default class RolloutPromote extends BaseCommand<MoveReport> {
  static override summary = 'Move a rollout on to its next step without judging it any further, or all the way.';
  static override description =
    'Works from the alias alone, on a rollout that any other terminal or job has begun. The process that works on the ' +
    'rollout sees it and goes on from there; where none does, as after a hold, "rollout resume" goes on. From the last step ' +
    'the rollout moves to 100 %; from the watch after it, it ends. With --step an approval is of that step only: when the ' +
    'rollout has left it, nothing is changed and the command ends with 3.';
  static override examples = [
    {description: 'One step.', command: '<%= config.bin %> <%= command.id %> checkout:live'},
    {
      description: 'The approval of step 2, in a pipeline.',
      command: '<%= config.bin %> <%= command.id %> checkout:live --step 2 --yes',
    },
    {description: 'All traffic now.', command: '<%= config.bin %> <%= command.id %> checkout:live --full'},
  ];
  static override args = {alias: aliasArg({required: true})};
  static override flags = {
    override: overrideFlag,
    full: Flags.boolean({summary: 'All traffic to the candidate, the end of the rollout: no further step, no watch.'}),
    step: Flags.integer({
      summary: 'The step that is approved, 1 for the first; refused when the rollout is at another one.',
      min: 1,
      helpValue: 'N',
    }),
    ...awsFlags,
    'dry-run': dryRunFlag,
    ...releaseEventFlags,
    report: workReportFlag(),
    yes: yesFlag,
  };

  async run(): Promise<MoveReport> {
    const {args, flags} = await this.parse(RolloutPromote);
    return this.serve(flags, (session, signal) => promoteByRules(session, args.alias, flags, signal));
  }

  protected toText(report: MoveReport): string {
    return moveText(report);
  }
}
