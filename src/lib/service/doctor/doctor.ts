import {findReleaseFile} from '../../config/load-release-file.js';
import {RefusedError} from '../../errors.js';
import type {FunctionRef} from '../../model/function/ref.js';
import type {Finding} from '../../plan/doctor/finding.js';
import {findingsText, verdictText} from '../../report/result/doctor/doctor-text.js';
import type {TriggersReport} from '../../report/result/triggers/triggers-text.js';
import {createStyle} from '../../report/style.js';
import type {Session} from '../session.js';
import {fixTriggers} from '../triggers/fix.js';
import {aliasesToCheck, type Diagnosis, diagnose, leastPolicy} from './diagnose.js';

interface DoctorOptions {
  readonly config?: string | undefined;
  /** Only the policy that a release needs. */
  readonly policy: boolean;
  /** Moves triggers that bypass the alias to it. */
  readonly fix: boolean;
  readonly 'dry-run': boolean;
}

export interface DoctorResult extends Diagnosis {
  /** Nothing was looked at: `findings` is empty. */
  readonly policyOnly: boolean;
  /** What --fix did, or would do; empty without it. The findings are of after it. */
  readonly fixes: readonly TriggersReport[];
}

/** Looks for whatever would stop or blind a release. Throws RefusedError when something would stop it, UsageError, AwsError. */
export async function doctor(
  session: Session,
  named: readonly FunctionRef[],
  {config, policy, fix, ...options}: DoctorOptions,
  signal: AbortSignal,
): Promise<DoctorResult> {
  const file = await findReleaseFile(config, session);
  const patient = {refs: aliasesToCheck(named, file), file};
  if (policy) return {findings: [], policy: await leastPolicy(session, patient, signal), policyOnly: true, fixes: []};
  const fixes = fix ? await fixTriggers(session, patient.refs, options, signal) : [];
  const diagnosis = await diagnose(session, patient, signal);
  const {findings} = diagnosis;
  const stops = findings.filter(({level}) => level === 'stop');
  if (stops.length === 0) return {...diagnosis, policyOnly: false, fixes};
  await session.host.show(findingsText(findings, createStyle(false)));
  throw notReady(stops, {...diagnosis, fixes});
}

/** Every way out in one error; the findings themselves have been shown, and are in its details. */
function notReady(stops: readonly Finding[], details: Diagnosis & Pick<DoctorResult, 'fixes'>): RefusedError {
  const lines = stops.map(({subject, message}) => `\n  ${subject}: ${message}`).join('');
  return new RefusedError(`${verdictText(details.findings)}${lines}`, {
    code: 'NOT_READY',
    suggestions: [...new Set(stops.flatMap(({suggestions}) => suggestions))],
    details: {...details},
  });
}
