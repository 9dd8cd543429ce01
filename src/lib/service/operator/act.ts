import {stepIndexOf} from '../../model/rollout/marker.js';
import type {EventSink} from '../../ports/events.js';
import type {AttendedRollout, OperatorAction} from '../../ports/rollout/operator.js';
import {abort} from '../rollout/abort.js';
import {hold} from '../rollout/hold.js';
import {promote} from '../rollout/promote.js';
import type {Session} from '../session.js';

/**
 * Carries out what a person has asked for and confirmed at the live view, as the command of that name does: a guarded write of its
 * own, from the alias alone. The loop that works on the rollout sees it as it sees any other terminal's, and tells of it. A promotion is
 * of the step that was looked at. Throws the ReleaseError of what went wrong.
 */
export async function act(
  session: Session,
  action: OperatorAction,
  {ref, marker}: AttendedRollout,
  signal: AbortSignal,
): Promise<void> {
  const quiet = {...session, host: answered(session.host), events: warningsOf(session.events)};
  switch (action) {
    case 'hold':
      await hold(quiet, ref, {}, signal);
      break;
    case 'promote':
      await promote(quiet, ref, {full: false, step: stepIndexOf(marker) + 1, 'dry-run': false}, signal);
      break;
    case 'abort':
      await abort(quiet, ref, signal);
      break;
  }
}

/** The question has been asked where the key was pressed. */
function answered(host: Session['host']): Session['host'] {
  const nothing = async () => undefined;
  return {...host, canAsk: false, confirm: nothing, confirmByTyping: nothing, show: nothing, showPlan: nothing};
}

function warningsOf(events: EventSink): EventSink {
  return {
    emit(event) {
      if (event.type === 'warning') events.emit(event);
    },
  };
}
