import {formatDuration} from '../../model/duration.js';
import {formatFailedTrace} from '../../model/failed-trace.js';
import {formatFailureCause} from '../../model/failure-cause.js';
import {formatAliasRef} from '../../model/function/ref.js';
import {formatSteps} from '../../model/rollout/step.js';
import {formatWeightPercent} from '../../model/rollout/weight.js';
import type {RolloutEvent} from '../../ports/events.js';
import {costComparedText} from './cost.js';
import {judgementText, proofText} from './judgement.js';

/** One line for an event of a rollout. */
export function rolloutEventText(event: RolloutEvent): string {
  if (event.type === 'signal.received') {
    const effect = event.policy === 'abort' ? 'all traffic goes back to stable' : 'the rollout is held where it is';
    return `${event.signal} received: ${effect}`;
  }
  return `${formatAliasRef(event.ref)}: ${aliasEventText(event)}`;
}

type EventOf<Type extends RolloutEvent['type']> = Extract<RolloutEvent, {type: Type}>;
type AliasEvent = Exclude<RolloutEvent, {type: 'signal.received'}>;

function aliasEventText(event: AliasEvent): string {
  switch (event.type) {
    case 'rollout.started':
      return `rollout ${event.rolloutId} of version ${event.candidate} over ${event.stable}: ${formatSteps(event.steps)}`;
    case 'rollout.joined':
      return joinedText(event);
    case 'rollout.handedOver':
      return `Step Functions drives it from here on: ${event.execution}`;
    case 'traffic.shifted':
      return splitText(event) + stepSuffix(event.stepIndex, event.stepCount);
    case 'bake.started':
      return `baking for ${formatDuration(event.bakeMs)}${stepSuffix(event.stepIndex, event.stepCount)}`;
    case 'sample.judged':
      return `${formatDuration(event.elapsedMs)} of ${formatDuration(event.bakeMs)}, ${judgementText(event.judgement)}`;
    case 'gate.passed':
      return `step ${event.stepIndex + 1} passed${event.early ? ' early' : ''}: ${event.judgement.reason}${proofText(event.judgement)}`;
    case 'step.extended':
      return `step ${event.stepIndex + 1} extended: ${event.reason}`;
    case 'rollout.held':
      return `held at step ${event.stepIndex + 1}: ${event.reason}`;
    case 'rollout.promoted':
      return `promoted, version ${event.version} is stable now`;
    case 'rollout.endedElsewhere':
      return event.message;
    case 'abort.started':
      return `taking it back: ${event.reason}`;
    case 'abort.finished':
      return `taken back, version ${event.stable} is as it was`;
    case 'failures.found':
      return `version ${event.version} failed with ${[...event.causes.map(formatFailureCause), ...(event.traces ?? []).map(formatFailedTrace)].join('; ')}`;
    case 'smoke.passed':
      return `smoke test ${event.name} passed on version ${event.version} in ${event.durationMs} ms`;
    case 'warm.finished':
      return `warmed version ${event.version}: ${event.calls} calls at one time began ${event.coldStarts === 1 ? 'one environment' : `${event.coldStarts} environments`}, in ${event.durationMs} ms`;
    case 'provisioned.changed':
      return event.requested === 0
        ? `no environments of version ${event.version} are kept ready any more`
        : `${event.requested === 1 ? 'one environment' : `${event.requested} environments`} of version ${event.version} kept ready`;
    case 'cost.compared':
      return costComparedText(event);
    case 'hook.started':
      return `${event.moment}: ${event.command}`;
    case 'command.printed':
      return `| ${event.line}`;
    case 'watch.started':
      return `watching for ${formatDuration(event.watchMs)}; it can still be taken back`;
  }
}

function joinedText({manner, rolloutId, candidate, stable, stepIndex, steps}: EventOf<'rollout.joined'>): string {
  const where = stepIndex < steps.length ? `at step ${stepIndex + 1} of ${steps.length}` : 'while it is watched';
  const verb = manner === 'resume' ? 'going on with' : 'following';
  return `${verb} rollout ${rolloutId} of version ${candidate} over ${stable} ${where}: ${formatSteps(steps)}`;
}

/** Who gets what: `version 8 gets 10%, version 7 90%`, or `version 7 has all traffic`. */
export function splitText(split: {
  readonly stable: string;
  readonly candidate?: {readonly version: string; readonly weightPercent: number};
}): string {
  if (!split.candidate) return `version ${split.stable} has all traffic`;
  const {version, weightPercent} = split.candidate;
  return `version ${version} gets ${formatWeightPercent(weightPercent)}, version ${split.stable} ${formatWeightPercent(100 - weightPercent)}`;
}

function stepSuffix(index: number | undefined, count: number | undefined): string {
  return index === undefined || count === undefined ? '' : ` (step ${index + 1} of ${count})`;
}
