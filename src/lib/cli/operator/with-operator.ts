import type {Reporter} from '../../report/reporter.js';
import {act} from '../../service/operator/act.js';
import type {Session} from '../../service/session.js';
import {createKeyboard, type KeyInput} from './keyboard.js';
import {createOperator} from './operator.js';

/** A session whose rollouts the person at the terminal can hold, promote and abort by a key. */
export function withOperator(
  session: Session,
  {input, reporter}: {readonly input: KeyInput; readonly reporter: Pick<Reporter, 'emit' | 'footer'>},
): Session {
  const operator = createOperator({
    keyboard: createKeyboard({input}),
    reporter,
    act: (action, rollout, signal) => act(session, action, rollout, signal),
  });
  return {...session, operator};
}
