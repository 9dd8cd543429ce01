import type {AnalysisSettings} from '../../analysis/settings.js';
import {settingsFor} from '../../analysis/settings-for.js';
import {observeRolloutStatus, type StatusDeps} from '../../execute/rollout/status.js';
import type {AskedSettings} from '../../execute/tick/judged-by.js';
import {readPolicy} from '../../execute/tick/kept-policy.js';
import {type AliasRef, formatAliasRef} from '../../model/function/ref.js';
import type {RolloutMarker} from '../../model/rollout/marker.js';
import {rolloutStanding} from '../../model/rollout/standing.js';
import {rolloutWindow} from '../../model/rollout/window.js';
import {inParallel} from '../../observe/in-parallel.js';
import type {ObservedFunctionStatus} from '../../observe/status/status.js';
import {judgeRollout} from '../../plan/rollout/judgement.js';
import type {StatusVerdict} from '../../plan/status/function-status.js';
import type {FunctionConfiguration} from '../../ports/lambda/functions.js';
import type {MetricsPort} from '../../ports/metrics.js';
import type {KeptPoliciesPort} from '../../ports/rollout/kept-policies.js';

/** How fast the requests go out is the ports' own care. */
const AT_ONCE = 8;

interface RunningRollout {
  readonly ref: AliasRef;
  readonly marker: RolloutMarker;
  readonly versions: readonly (FunctionConfiguration | undefined)[];
}

/** The judge's word on every rollout of a few functions, by `fn:alias`, as each one's own process would come to it. */
export async function observeVerdicts(
  deps: StatusDeps,
  functions: readonly ObservedFunctionStatus[],
  asked: AskedSettings,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, StatusVerdict>> {
  const verdicts = new Map<string, StatusVerdict>();
  for (const {ref} of runningRollouts(functions)) {
    const {judgement} = await observeRolloutStatus(deps, ref, asked, signal);
    if (judgement) verdicts.set(formatAliasRef(ref), {judgedBy: 'everything', judgement});
  }
  return verdicts;
}

/**
 * The same for many functions, by errors alone: a hundred rollouts take one request to CloudWatch, where everything a
 * rollout may be judged by would take several each.
 */
export async function observeErrorVerdicts(
  deps: {readonly metrics: MetricsPort; readonly policies: KeptPoliciesPort},
  functions: readonly ObservedFunctionStatus[],
  {settings, nowMs}: {readonly settings: AnalysisSettings; readonly nowMs: number},
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, StatusVerdict>> {
  const rollouts = runningRollouts(functions);
  if (rollouts.length === 0) return new Map();
  const queries = rollouts.map(({ref, marker}) => ({
    ...ref,
    versions: [marker.stable, marker.candidate],
    ...rolloutWindow(marker, nowMs),
  }));
  const read = await deps.metrics.readManyAliasMetrics(queries, signal);
  const kept = await inParallel(rollouts, AT_ONCE, ({ref, marker}) => readPolicy(deps, ref, marker, signal));
  return new Map(
    rollouts.map(({ref, marker, versions}, index) => {
      const {alpha, tolerate, settleMs, minInvocations, hold} = kept[index]?.settings ?? settings;
      const judged = settingsFor({alpha, tolerate, settleMs, minInvocations, hold}, versions);
      const judgement = judgeRollout(marker, {minutes: read[index]?.minutes ?? [], settings: judged, nowMs});
      return [formatAliasRef(ref), {judgedBy: 'errors', judgement}];
    }),
  );
}

/** The rollouts that go on in them, each with the configurations of its two versions. */
export function runningRollouts(functions: readonly ObservedFunctionStatus[]): readonly RunningRollout[] {
  return functions.flatMap(({aliases, served}) =>
    aliases.flatMap((alias) => {
      const standing = rolloutStanding(alias);
      if (standing.kind !== 'running' && standing.kind !== 'watching') return [];
      const {marker} = standing;
      const ref = {functionName: alias.functionName, alias: alias.alias};
      return [{ref, marker, versions: [served.get(marker.stable), served.get(marker.candidate)]}];
    }),
  );
}
