import type {CiJob} from '../../model/ci-job.js';
import {formatDuration, HOUR_MS} from '../../model/duration.js';
import {type AliasRef, formatAliasRef} from '../../model/function/ref.js';
import {formatSteps} from '../../model/rollout/step.js';
import {formatWeightPercent} from '../../model/rollout/weight.js';
import {shellQuoted} from '../../model/shell-quoted.js';
import type {CredentialLifetime} from '../../ports/credentials.js';
import type {Bypass} from '../../ports/lambda/triggers.js';
import type {PlanWarning} from '../rollout/plan.js';
import type {Forecast, ForeseenStep} from './forecast.js';

/** What a person should know about the sight of a rollout before it begins, or goes on: steps that would tell nothing. */
export function forecastWarnings(
  ref: AliasRef,
  forecast: Forecast,
  {isUnderWay = false}: {readonly isUnderWay?: boolean} = {},
): readonly PlanWarning[] {
  const name = formatAliasRef(ref);
  const {traffic, steps, detect, detectableRate, suggestion} = forecast;
  if (traffic.perMinute === 0) {
    const message = `${name} served nothing in the last hour: no step will see anything, and too little data is never taken for health.`;
    return [{code: 'NO_TRAFFIC', message}];
  }
  const longer = suggestion && ` These would: --steps "${formatSteps(suggestion.steps)}".`;
  const given =
    isUnderWay &&
    ' Its steps are those it was begun with: it waits as --on-inconclusive says, or rollout promote moves it on.';
  const wayOut =
    given || (longer ?? ' Not even a day of these weights would: send more traffic, or begin with more of it.');
  const blind = steps.filter((step) => step.blind);
  if (blind.length > 0) {
    return [{code: 'STEP_TOO_SHORT', message: `${name}: ${blind.map(blindText).join(' ')}${wayOut}`}];
  }
  if (detect !== undefined && (detectableRate === undefined || detectableRate > detect)) {
    const message = `${name}: a candidate that fails ${percent(detect)} would likely be missed.${wayOut}`;
    return [{code: 'REGRESSION_MISSED', message}];
  }
  return [];
}

/** Which callers would meet no rollout at all. */
export function bypassWarnings(functionName: string, bypasses: readonly Bypass[]): readonly PlanWarning[] {
  if (bypasses.length === 0) return [];
  const message = `${functionName} can be reached past its alias: ${bypasses.map(bypassText).join('; ')}. Callers that come that way run $LATEST as soon as it is updated, and see no rollout.`;
  return [{code: 'ALIAS_BYPASSED', message}];
}

/**
 * Who may call the function and will not be let in by the alias that is created: a permission on the bare function does not
 * hold for its aliases (LDG "Using Lambda aliases in event sources and permissions policies").
 */
export function permissionWarnings(
  {functionName, alias}: AliasRef,
  bypasses: readonly Bypass[],
): readonly PlanWarning[] {
  return bypasses.flatMap((bypass) => {
    if (bypass.kind !== 'permission') return [];
    const {principal, statementId, sourceArn} = bypass;
    const source = sourceArn === undefined ? '' : ` --source-arn ${shellQuoted(sourceArn)}`;
    const message = `${formatAliasRef({functionName, alias})} is created without a resource policy: ${principal} may call ${functionName} by statement ${statementId}, and not the alias. Let it: aws lambda add-permission --function-name ${functionName} --qualifier ${alias} --statement-id ${shellQuoted(statementId)} --action lambda:InvokeFunction --principal ${shellQuoted(principal)}${source}`;
    return [{code: 'ALIAS_NOT_PERMITTED', message}];
  });
}

/** What the release of everything planned needs of this process: credentials and a job that outlive it. */
export function lifetimeWarnings(
  {shortestMs, longestMs}: {readonly shortestMs: number; readonly longestMs: number},
  {credentials, job, nowMs}: {readonly credentials: CredentialLifetime; readonly job?: CiJob; readonly nowMs: number},
): readonly PlanWarning[] {
  const takes = `the release takes ${formatDuration(shortestMs)} to ${formatDuration(longestMs)}`;
  const warnings: PlanWarning[] = [];
  if (credentials.kind === 'until' && credentials.expiresMs < nowMs + longestMs) {
    const left = formatDuration(Math.max(0, credentials.expiresMs - nowMs));
    const message = `The credentials end in ${left} and nobody renews them, and ${takes}: shortly before their end it is stopped, and its traffic given back, or held as --on-interrupt says.`;
    warnings.push({code: 'CREDENTIALS_EXPIRE', message});
  }
  if (credentials.kind === 'unknown' && longestMs > HOUR_MS) {
    const message = `Nobody says when the credentials end, and ${takes}: a role's session lasts an hour unless more was asked for.`;
    warnings.push({code: 'CREDENTIALS_END_UNKNOWN', message});
  }
  if (job?.limitMs !== undefined) {
    const leftMs = job.limitMs - Math.max(0, nowMs - (job.startedMs ?? nowMs));
    if (leftMs < longestMs) {
      const message = `${job.system} ends this job in ${formatDuration(Math.max(0, leftMs))} at the latest, and ${takes}.`;
      warnings.push({code: 'JOB_TOO_SHORT', message});
    }
  }
  return warnings;
}

/** A way past the alias in one phrase. */
export function bypassText(bypass: Bypass): string {
  switch (bypass.kind) {
    case 'eventSource':
      return `event source ${bypass.source}`;
    case 'functionUrl':
      return `its function URL (${bypass.authType})`;
    case 'permission':
      return `permission ${bypass.statementId} of ${bypass.sourceArn ?? bypass.principal}`;
  }
}

function blindText({weightPercent, bakeMs, expectedMs, candidateInvocations}: ForeseenStep): string {
  const at = `at ${formatWeightPercent(weightPercent)} for ${formatDuration(bakeMs)}`;
  return expectedMs === undefined
    ? `${at} the candidate does not get the requests a step needs, not even while the step waits for them.`
    : `${at} the candidate gets about ${candidateInvocations} requests, too few to see even one that always fails.`;
}

function percent(rate: number): string {
  return `${Number((rate * 100).toPrecision(2))}%`;
}
