import type {AliasRef} from '../../model/function/ref.js';
import {type RolloutMarker, stepIndexOf} from '../../model/rollout/marker.js';
import {placeOf} from '../../model/rollout/place.js';
import type {EventSink} from '../../ports/events.js';
import type {OperatorAction} from '../../ports/rollout/operator.js';

/** Why a rollout has ended that the person at its live view has ended. */
export const BY_OPERATOR = 'A person asked for it, at the live view.';

/** Tells how the person at the live view has ended a rollout, or stopped it: in the events of whoever works on rollouts. */
export function tellOperated(
  events: EventSink,
  action: OperatorAction,
  {ref, marker}: {readonly ref: AliasRef; readonly marker: RolloutMarker},
): void {
  const {stable, candidate} = marker;
  const of = placeOf(marker);
  switch (action) {
    case 'hold':
      events.emit({type: 'rollout.held', ref, stepIndex: stepIndexOf(marker), reason: BY_OPERATOR, of});
      break;
    case 'promote':
      events.emit({type: 'rollout.promoted', ref, version: candidate, of});
      break;
    case 'abort':
      events.emit({type: 'abort.started', ref, reason: BY_OPERATOR, cause: 'abortedElsewhere'});
      events.emit({type: 'abort.finished', ref, stable, candidate, of});
      break;
  }
}
