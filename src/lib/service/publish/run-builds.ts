import type {BuildCommand} from '../../config/release-file.js';
import {RefusedError} from '../../errors.js';
import {shellQuoted} from '../../model/shell-quoted.js';
import type {Session} from '../session.js';

/** A build that never ends must not keep a pipeline for ever. */
const LONGEST_MS = 3_600_000;
/** Lines of a build that failed which are told with it. */
const LAST_LINES = 20;

interface Built {
  readonly functionName: string;
  readonly build?: BuildCommand | undefined;
}

export interface BuildOptions {
  readonly 'skip-build'?: boolean | undefined;
}

/**
 * Runs the commands that make the sources of these functions, one after the other, each once. Throws RefusedError (exit 3) for the
 * first that fails, with the last of what it printed; and the signal's reason.
 */
export async function runBuilds(
  {commands, clock, events}: Pick<Session, 'commands' | 'clock' | 'events'>,
  functions: readonly Built[],
  options: BuildOptions,
  signal: AbortSignal,
): Promise<void> {
  if (options['skip-build']) return;
  const done = new Set<string>();
  for (const {functionName, build} of functions) {
    if (!build || done.has(build.command)) continue;
    done.add(build.command);
    const {command} = build;
    const printed: string[] = [];
    const onLine = (line: string) => {
      printed.push(line);
      if (printed.length > LAST_LINES) printed.shift();
      events.emit({type: 'package.printed', functionName, line});
    };
    const startedMs = clock.now();
    events.emit({type: 'package.building', functionName, command});
    const {exitCode, timedOut} = await commands.run({...build, environment: {}, timeoutMs: LONGEST_MS, onLine}, signal);
    signal.throwIfAborted();
    if (exitCode !== 0)
      throw failed(functionName, build, timedOut ? 'did not end within an hour' : `ended with ${exitCode}`, printed);
    events.emit({type: 'package.built', functionName, command, tookMs: clock.now() - startedMs});
  }
}

function failed(functionName: string, build: BuildCommand, how: string, printed: readonly string[]): RefusedError {
  const last = printed.length === 0 ? '' : `\n${printed.map((line) => `  ${line}`).join('\n')}`;
  return new RefusedError(`The build of ${functionName}, "${build.command}", ${how}.${last}`, {
    code: 'BUILD_FAILED',
    suggestions: [
      `Run it where it ran, and see why: cd ${shellQuoted(build.folder)} && ${build.command}`,
      'When the source is there already: --skip-build',
    ],
    details: {functionName, ...build},
  });
}
