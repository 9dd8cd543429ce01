import {findReleaseFile} from '../../config/load-release-file.js';
import {RefusedError} from '../../errors.js';
import type {FunctionRef} from '../../model/function/ref.js';
import type {Finding} from '../../plan/doctor/finding.js';
import {findingsText, verdictText} from '../../report/result/doctor/doctor-text.js';
import {createStyle} from '../../report/style.js';
import type {Session} from '../session.js';
import {aliasesToCheck, type Diagnosis, diagnose, leastPolicy} from './diagnose.js';

interface DoctorOptions {
  readonly config?: string | undefined;
  /** Only the policy that a release needs. */
  readonly policy: boolean;
}

export interface DoctorResult extends Diagnosis {
  /** Nothing was looked at: `findings` is empty. */
  readonly policyOnly: boolean;
}

/** Looks for whatever would stop or blind a release. Throws RefusedError when something would stop it, UsageError, AwsError. */
export async function doctor(
  session: Session,
  named: readonly FunctionRef[],
  {config, policy}: DoctorOptions,
  signal: AbortSignal,
): Promise<DoctorResult> {
  const file = await findReleaseFile(config, session);
  const patient = {refs: aliasesToCheck(named, file), file};
  if (policy) return {findings: [], policy: await leastPolicy(session, patient, signal), policyOnly: true};
  const diagnosis = await diagnose(session, patient, signal);
  const {findings} = diagnosis;
  const stops = findings.filter(({level}) => level === 'stop');
  if (stops.length === 0) return {...diagnosis, policyOnly: false};
  await session.host.show(findingsText(findings, createStyle(false)));
  throw notReady(stops, diagnosis);
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
