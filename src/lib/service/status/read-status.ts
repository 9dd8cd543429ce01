import type {ReleaseFile} from '../../config/release-file.js';
import {observeStatus, type StatusExtra, type StatusTarget} from '../../observe/status/status.js';
import {toFunctionStatus} from '../../plan/status/function-status.js';
import {ageWarnings} from '../../plan/tick/age-warnings.js';
import type {StatusReport} from '../../report/result/status/status-text.js';
import {toRolloutPolicy} from '../rollout/policy.js';
import type {Session} from '../session.js';
import {observeStatusApis} from './apis.js';
import {observeLeaseEnds} from './leases.js';
import {observeErrorVerdicts, observeVerdicts, runningRollouts} from './verdicts.js';

/** What a status is to be about. */
export interface StatusQuestion {
  readonly targets: readonly StatusTarget[];
  readonly file: ReleaseFile | undefined;
  /** Judge rollouts by everything; by errors alone otherwise, which many functions can be in two requests. */
  readonly judgeByEverything: boolean;
}

const PROGRESS_EVERY = 10;

const DENIED: Readonly<Record<StatusExtra, {readonly code: string; readonly message: string}>> = {
  account: {
    code: 'ACCOUNT_NOT_READ',
    message: "The account's pool is not shown: lambda:GetAccountSettings is denied.",
  },
  eventSources: {
    code: 'TRIGGERS_NOT_READ',
    message: 'Triggers were not looked at: lambda:ListEventSourceMappings is denied.',
  },
  provisioned: {
    code: 'PROVISIONED_NOT_READ',
    message: 'Provisioned concurrency is not shown: lambda:ListProvisionedConcurrencyConfigs is denied.',
  },
};

/** Reads functions, judges the rollouts in them, and looks for what is odd. Told to, it warns of what it may not read. Throws AwsError. */
export async function readStatus(
  session: Session,
  {targets, file, judgeByEverything}: StatusQuestion,
  {showProgress, warn}: {readonly showProgress: boolean; readonly warn: boolean},
  signal: AbortSignal,
): Promise<StatusReport> {
  const onProgress = (seen: number) => {
    if (!showProgress || seen % PROGRESS_EVERY !== 0) return;
    session.events.emit({type: 'heartbeat', message: `Read ${seen} of ${targets.length} functions`});
  };
  const {account, functions, missing, denied} = await observeStatus(session.paced, targets, {onProgress}, signal);
  for (const extra of warn ? denied : []) session.events.emit({type: 'warning', ...DENIED[extra]});
  const {settings} = toRolloutPolicy({}, file);
  const nowMs = session.clock.now();
  const ofAge = runningRollouts(functions).flatMap(({ref, marker}) => ageWarnings(ref, marker, nowMs));
  for (const warning of warn ? ofAge : []) session.events.emit({type: 'warning', ...warning});
  const verdicts = judgeByEverything
    ? await observeVerdicts(session, functions, {settings}, signal)
    : await observeErrorVerdicts({...session.paced, metrics: session.metrics}, functions, {settings, nowMs}, signal);
  // Only of what is named, and once: each API takes several requests of a quota that the whole account shares.
  const apis =
    judgeByEverything && warn && showProgress ? await observeStatusApis(session, functions, signal) : undefined;
  const leaseEnds = await observeLeaseEnds(session, functions, signal);
  return {
    nowMs,
    ...(account && {account}),
    functions: functions.map((each) => toFunctionStatus(each, verdicts, leaseEnds, apis?.get(each.functionName))),
    missing,
  };
}
