import {Flags} from '@oclif/core';
import {BaseCommand} from '../lib/cli/base-command.js';
import {awsFlags, dryRunFlag, functionArg, yesFlag} from '../lib/cli/flags/flags.js';
import {findingsText, verdictText} from '../lib/report/result/doctor/doctor-text.js';
import {triggersText} from '../lib/report/result/triggers/triggers-text.js';
import type {Style} from '../lib/report/style.js';
import {type DoctorResult, doctor} from '../lib/service/doctor/doctor.js';

export default class Doctor extends BaseCommand<DoctorResult> {
  static override summary = 'Look for whatever would stop or blind a release, before there is one.';
  static override description =
    'Credentials and how long they last, the clock, every permission that a release needs as far as a harmless call can ' +
    'tell, and for each function whether a rollout could begin and which triggers would bypass it. Nothing is changed, ' +
    'but with --fix: it moves those triggers to the alias. Ends with 3 when something would stop a release.';
  static override examples = [
    {description: 'Everything of release.yml.', command: '<%= config.bin %> <%= command.id %>'},
    '<%= config.bin %> <%= command.id %> checkout:live',
    {
      description:
        'What would move triggers of the bare function to its alias; without --dry-run it asks, and does it.',
      command: '<%= config.bin %> <%= command.id %> checkout:live --fix --dry-run',
    },
    {
      description: 'The least-privilege policy for whoever releases.',
      command: '<%= config.bin %> <%= command.id %> --policy > policy.json',
    },
  ];
  static override args = {
    function: functionArg({
      description: 'Function, or function and alias; all of the release file without any.',
      multiple: true,
    }),
  };
  static override flags = {
    policy: Flags.boolean({summary: 'Print only the IAM policy that a release needs, as JSON.'}),
    fix: Flags.boolean({
      summary: 'Move triggers of the bare function to its alias: permissions, rules of EventBridge, event sources.',
      description:
        'Planned, shown and asked for. Nothing is disabled and no event is lost; each step says how it is undone.',
      exclusive: ['policy'],
    }),
    ...awsFlags,
    'dry-run': dryRunFlag,
    yes: yesFlag,
  };

  async run(): Promise<DoctorResult> {
    const {args, flags} = await this.parse(Doctor);
    return this.serve(flags, (session, signal) => doctor(session, args.function ?? [], flags, signal));
  }

  protected toText({findings, policy, policyOnly, fixes}: DoctorResult, style: Style): string {
    if (policyOnly) return JSON.stringify(policy, null, 2);
    const fixed = fixes.map((each) => `${triggersText(each)}\n\n`).join('');
    return `${fixed}${findingsText(findings, style)}\n\n${verdictText(findings)}`;
  }
}
