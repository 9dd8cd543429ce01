import {DAY_MS, formatDuration, MINUTE_MS} from '../../model/duration.js';
import {type AliasRef, formatAliasRef} from '../../model/function/ref.js';
import {type RolloutMarker, startOf} from '../../model/rollout/marker.js';
import type {PlanWarning} from '../rollout/plan.js';

/** CloudWatch keeps values of single minutes for 15 days (CloudWatch User Guide, "Metrics retention"). */
const KEPT_MS = 15 * DAY_MS;
/** Clocks of machines that are set over the network differ by less. */
const AHEAD_MS = MINUTE_MS;

/** What of a rollout cannot be judged for its times: a start that is yet to come, or minutes that nobody keeps any more. */
export function ageWarnings(ref: AliasRef, marker: RolloutMarker, nowMs: number): readonly PlanWarning[] {
  const startMs = startOf(marker);
  const name = formatAliasRef(ref);
  if (startMs > nowMs + AHEAD_MS) {
    return [
      {
        code: 'CLOCK_AHEAD',
        message:
          `The rollout of ${name} says that it began ${formatDuration(startMs - nowMs)} from now: ` +
          'the clock of the machine that began it runs ahead, or the one here is behind. Nothing is judged until then.',
      },
    ];
  }
  if (startMs >= nowMs - KEPT_MS) return [];
  const days = Math.floor((nowMs - startMs) / DAY_MS);
  return [
    {
      code: 'ROLLOUT_TOO_OLD',
      message:
        `The rollout of ${name} began ${days} days ago, and CloudWatch keeps minutes for 15: its first ones, and how things were ` +
        'before it, are not judged any more. Somebody has to decide: ' +
        `"lambda-release rollout abort ${name}" or "lambda-release rollout promote ${name} --full".`,
    },
  ];
}
