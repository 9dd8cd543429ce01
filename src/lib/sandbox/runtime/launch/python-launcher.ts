import {execFile} from 'node:child_process';
import {existsSync} from 'node:fs';
import path from 'node:path';
import {promisify} from 'node:util';
import {runtimeResource} from '../../../package-root.js';
import type {Launcher} from './launch.js';

const LOOP = 'lib/sandbox/runtime/python/runtime.py';
// The interpreter itself: what is on the PATH may be a wrapper that needs the environment of this user.
const PROBE =
  'import importlib.util, json, sys; print(json.dumps([sys.executable, importlib.util.find_spec("awslambdaric") is not None]))';

interface Interpreter {
  readonly executable: string;
  readonly hasClient: boolean;
}

/**
 * `python3.*`: by the interpreter of that name, or else by whatever `python3` is. AWS's awslambdaric runs the handler where
 * that interpreter has it, a loop of ours elsewhere.
 */
export function pythonLauncher(): Launcher {
  const found = new Map<string, Promise<Interpreter | undefined>>();
  const interpreterOf = (runtime: string): Promise<Interpreter | undefined> => {
    const known = found.get(runtime) ?? firstOf([runtime, 'python3']);
    found.set(runtime, known);
    return known;
  };
  return {
    runs: (runtime) => /^python3\.\d+$/.test(runtime),
    whyNot: async ({runtime}) =>
      (await interpreterOf(runtime)) ? undefined : `neither ${runtime} nor python3 is on the PATH of the sandbox`,
    launch: async ({runtime, handler, environment}, {opt}) => {
      const interpreter = await interpreterOf(runtime);
      if (!interpreter) throw new Error(`Neither ${runtime} nor python3 is on the PATH of the sandbox.`);
      const layers = [path.join(opt, 'python', 'lib', runtime, 'site-packages'), path.join(opt, 'python')];
      const own = environment.PYTHONPATH === undefined ? [] : [environment.PYTHONPATH];
      const program = interpreter.hasClient ? ['-m', 'awslambdaric', handler] : [runtimeResource(LOOP)];
      return {
        command: interpreter.executable,
        args: ['-u', ...program],
        env: {
          PYTHONPATH: [...own, ...layers.filter((folder) => existsSync(folder))].join(':'),
          PYTHONDONTWRITEBYTECODE: '1',
        },
        framedLogs: true,
      };
    },
  };
}

async function firstOf(commands: readonly string[]): Promise<Interpreter | undefined> {
  for (const command of commands) {
    try {
      const {stdout} = await promisify(execFile)(command, ['-c', PROBE], {timeout: 10_000});
      const [executable, hasClient]: [string, boolean] = JSON.parse(stdout);
      return {executable, hasClient};
    } catch {
      // Not on the PATH, or a wrapper without the interpreter behind it: the next one is asked.
    }
  }
  return undefined;
}
