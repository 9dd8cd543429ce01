import {MINUTE_MS} from '../../model/duration.js';
import type {RolloutMarker} from '../../model/rollout/marker.js';
import {stepClock} from '../tick/step-clock.js';
import {patienceFor} from './rollout.js';

/** A process that works on a rollout polls every 20 s and moves just after a full minute. */
const SLACK_MS = 3 * MINUTE_MS;
/** The hooks after a step and before the next move, five minutes each. */
const HOOKS_MS = 10 * MINUTE_MS;

/**
 * Whether whoever works on a rollout would have moved or held it by now, however long it may wait where it is: for its bake,
 * for what is settled late, for data and for the end of an incident, and for its hooks. What the judge says decides nothing:
 * the driver may judge by other settings, and waits although the verdict is "pass" while evidence leans. Somebody who
 * resumed it gives it all of its patience again, and the alias does not say when: `seenFromMs` is when whoever asks began to
 * look. All epoch milliseconds.
 */
export function isOverdue(
  marker: RolloutMarker,
  {nowMs, seenFromMs, settleMs}: {readonly nowMs: number; readonly seenFromMs: number; readonly settleMs: number},
): boolean {
  const {startedMs, bakeMs} = stepClock(marker, nowMs);
  const bakedMs = startedMs + bakeMs;
  const patientFromMs = marker.runner === undefined ? bakedMs : Math.max(bakedMs, seenFromMs);
  const waitsMs = Math.max(patienceFor(marker.steps), settleMs + MINUTE_MS);
  return nowMs > patientFromMs + waitsMs + HOOKS_MS + SLACK_MS;
}
