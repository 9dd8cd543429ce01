import type {AttendedRollout, OperatorAction, OperatorPort} from '../../ports/rollout/operator.js';
import type {Reporter} from '../../report/reporter.js';
import {KeyDesk} from './key-desk.js';
import type {Keyboard} from './keyboard.js';

interface OperatorOptions {
  readonly keyboard: Keyboard;
  readonly reporter: Pick<Reporter, 'emit' | 'footer'>;
  readonly act: (action: OperatorAction, rollout: AttendedRollout, signal: AbortSignal) => Promise<void>;
}

/** The person at the live view, by the keys of their terminal. */
export function createOperator({keyboard, reporter, act}: OperatorOptions): OperatorPort {
  return {
    attend(rollout, wake, signal) {
      const desk = new KeyDesk(rollout, {
        show: (lines) => reporter.footer(lines),
        async act(action, asked) {
          await act(action, asked, signal);
          wake();
        },
        warn: (message) => reporter.emit({type: 'warning', code: 'KEY_IN_VAIN', message}),
        later(run, ms) {
          const timer = setTimeout(run, ms);
          return () => clearTimeout(timer);
        },
      });
      const deafen = keyboard.hear((key) => desk.press(key));
      return {
        sees: (marker) => desk.sees(marker),
        carriedOut: () => desk.carriedOut(),
        leave() {
          deafen();
          desk.close();
        },
      };
    },
  };
}
