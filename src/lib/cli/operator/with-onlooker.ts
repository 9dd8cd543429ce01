import {messageOf} from '../../model/text/message-of.js';
import type {Reporter} from '../../report/reporter.js';
import {act} from '../../service/operator/act.js';
import {Onlooker} from '../../service/operator/onlooker.js';
import type {Session} from '../../service/session.js';
import {createKeyboard, type KeyInput} from './keyboard.js';
import {createOperator} from './operator.js';

interface Terminal {
  readonly input: KeyInput & {readonly isTTY?: boolean};
  readonly reporter: Reporter;
}

/**
 * The same session with somebody at its live view: they see what nobody else is shown, and where they can type they can hold, promote and
 * abort by a key.
 */
export function withOnlooker(session: Session, {input, reporter}: Terminal): Session {
  const onlooker = new Onlooker(session, (details) => reporter.details(details));
  const events: Session['events'] = {
    emit(event) {
      session.events.emit(event);
      onlooker.hear(event).catch((error: unknown) => {
        const message = `The live view is not whole: ${messageOf(error)}`;
        session.events.emit({type: 'warning', code: 'VIEW_INCOMPLETE', message});
      });
    },
  };
  if (input.isTTY !== true) return {...session, events};
  const operator = createOperator({
    keyboard: createKeyboard({input}),
    reporter,
    act: (action, rollout, signal) => act(session, action, rollout, signal),
  });
  return {...session, events, operator};
}
