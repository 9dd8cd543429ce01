import {Flags} from '@oclif/core';
import {BaseCommand} from '../lib/cli/base-command.js';
import {awsFlags, configFlag, functionArg} from '../lib/cli/flags.js';
import {withSignals} from '../lib/cli/signals.js';
import {findReleaseFile} from '../lib/config/load-release-file.js';
import {RefusedError} from '../lib/errors.js';
import type {Finding} from '../lib/plan/doctor/finding.js';
import {findingsText, verdictText} from '../lib/report/result/doctor/doctor-text.js';
import {createStyle, type Style} from '../lib/report/style.js';
import {aliasesToCheck, type Diagnosis, diagnose, leastPolicy} from '../lib/service/doctor/diagnose.js';

interface DoctorResult extends Diagnosis {
  /** Nothing was looked at: `findings` is empty. */
  readonly policyOnly: boolean;
}

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
    config: configFlag,
  };

  async run(): Promise<DoctorResult> {
    const {args, flags} = await this.parse(Doctor);
    const session = await this.open(flags);
    const file = await findReleaseFile(flags.config, process.cwd());
    const patient = {refs: aliasesToCheck(args.function ?? [], file), file};
    return withSignals(async (signal) => {
      if (flags.policy) {
        return {findings: [], policy: await leastPolicy(session, patient, signal), policyOnly: true};
      }
      const diagnosis = await diagnose(session, patient, signal);
      const {findings} = diagnosis;
      const stops = findings.filter(({level}) => level === 'stop');
      if (stops.length > 0) {
        await session.show(findingsText(findings, createStyle(false)));
        throw notReady(stops, diagnosis);
      }
      return {...diagnosis, policyOnly: false};
    });
  }

  protected toText({findings, policy, policyOnly}: DoctorResult, style: Style): string {
    if (policyOnly) return JSON.stringify(policy, null, 2);
    return `${findingsText(findings, style)}\n\n${verdictText(findings)}`;
  }
}

/** Every way out in one error; the findings themselves have been shown, and are in its details. */
function notReady(stops: readonly Finding[], details: Diagnosis): RefusedError {
  const lines = stops.map(({subject, message}) => `\n  ${subject}: ${message}`).join('');
  return new RefusedError(`${verdictText(details.findings)}${lines}`, {
    code: 'NOT_READY',
    suggestions: [...new Set(stops.flatMap(({suggestions}) => suggestions))],
    details: {...details},
  });
}
