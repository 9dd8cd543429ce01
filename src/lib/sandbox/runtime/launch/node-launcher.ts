import path from 'node:path';
import type {ClockSpeed} from '../../../model/clock-speed.js';
import {runtimeFile} from '../../../package-root.js';
import type {Launcher} from './launch.js';

const BOOTSTRAP = 'lib/sandbox/runtime/node/bootstrap';

/** `nodejs*`: every one of them by the Node.js that runs the sandbox. */
export function nodeLauncher(clock: ClockSpeed): Launcher {
  return {
    runs: (runtime) => runtime.startsWith('nodejs'),
    whyNot: async () => undefined,
    launch: async ({memoryMb, runtime}, {opt, task}) => {
      const major = runtime.replace(/^nodejs(\d+)\.x$/, 'node$1');
      const modules = [major, ''].map((each) => path.join(opt, 'nodejs', each, 'node_modules'));
      return {
        command: process.execPath,
        args: [`--max-old-space-size=${memoryMb}`, runtimeFile(BOOTSTRAP)],
        env: {NODE_PATH: [...modules, task].join(':'), _SANDBOX_CLOCK: JSON.stringify(clock)},
        framedLogs: true,
      };
    },
  };
}
