import path from 'node:path';
import type {CodeFolder} from '../code-folders.js';
import type {Launch} from './launch.js';

// What loaders and interpreters read before any handler does.
const OF_LOADERS = [
  'PATH',
  'LD_LIBRARY_PATH',
  'LD_PRELOAD',
  'NODE_OPTIONS',
  'NODE_PATH',
  'PYTHONPATH',
  'JAVA_TOOL_OPTIONS',
];
const PLACE = /(?<=^|[\s:=,;"'])\/(opt|var\/task)(?=$|[\s/:,;"'])/g;

/**
 * Variables that say where loaders look, with Lambda's /opt and /var/task as the folders they are here. All others stay
 * as they are: a handler that opens /opt by itself does not find the layers.
 */
export function withPlaces(
  environment: Readonly<Record<string, string>>,
  folder: CodeFolder,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [
      name,
      OF_LOADERS.includes(name) ? placed(value, folder) : value,
    ]),
  );
}

/**
 * The start of the runtime by the function's AWS_LAMBDA_EXEC_WRAPPER, which is given the command it wraps as arguments;
 * `provided` runtimes have none (Lambda Developer Guide, runtimes-modify).
 */
export function wrapped(
  launch: Launch,
  {runtime, environment}: {readonly runtime: string; readonly environment: Readonly<Record<string, string>>},
  folder: CodeFolder,
): Launch {
  const wrapper = environment.AWS_LAMBDA_EXEC_WRAPPER;
  if (!wrapper || runtime.startsWith('provided')) return launch;
  return {
    ...launch,
    command: path.resolve(folder.task, placed(wrapper, folder)),
    args: [launch.command, ...launch.args],
  };
}

function placed(value: string, {opt, task}: CodeFolder): string {
  return value.replace(PLACE, (_whole, place: string) => (place === 'opt' ? opt : task));
}
