import {Flags} from '@oclif/core';
import {BaseCommand} from '../lib/cli/base-command.js';
import {awsFlags, functionArg} from '../lib/cli/flags/flags.js';
import {findingsText, verdictText} from '../lib/report/result/doctor/doctor-text.js';
import type {Style} from '../lib/report/style.js';
import {type DoctorResult, doctor} from '../lib/service/doctor/doctor.js';

export default class Doctor extends BaseCommand<DoctorResult> {
  static override summary = 'Look for whatever would stop or blind a release, before there is one.';
  static override description =
    'Credentials and how long they last, the clock, every permission that a release needs as far as a harmless call can ' +
    'tell, and for each function whether a rollout could begin and which triggers would bypass it. Nothing is changed. Ends ' +
    'with 3 when something would stop a release.';
  static override examples = [
    {description: 'Everything of release.yml.', command: '<%= config.bin %> <%= command.id %>'},
    '<%= config.bin %> <%= command.id %> checkout:live',
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
    ...awsFlags,
  };

  async run(): Promise<DoctorResult> {
    const {args, flags} = await this.parse(Doctor);
    return this.serve(flags, (session, signal) => doctor(session, args.function ?? [], flags, signal));
  }

  protected toText({findings, policy, policyOnly}: DoctorResult, style: Style): string {
    if (policyOnly) return JSON.stringify(policy, null, 2);
    return `${findingsText(findings, style)}\n\n${verdictText(findings)}`;
  }
}
