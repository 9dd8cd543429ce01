import type {ClockSpeed} from '../../../model/clock-speed.js';
import type {Candidate} from '../../invocation.js';
import {javaLauncher} from './java-launcher.js';
import type {Launcher} from './launch.js';
import {nodeLauncher} from './node-launcher.js';
import {providedLauncher} from './provided-launcher.js';
import {pythonLauncher} from './python-launcher.js';

/** What this machine can run. */
export class Runtimes {
  readonly #launchers: readonly Launcher[];

  /** `javaClient`: folder with AWS's Java runtime interface client and what it needs. */
  constructor(clock: ClockSpeed, {javaClient}: {readonly javaClient?: string | undefined} = {}) {
    this.#launchers = [nodeLauncher(clock), pythonLauncher(), providedLauncher(), javaLauncher(javaClient)];
  }

  /** Why the function cannot run here, as the end of a sentence; undefined when it can. */
  async whyNot(candidate: Candidate): Promise<string | undefined> {
    const launcher = this.#find(candidate.runtime);
    if (!launcher) return 'the sandbox runs nodejs, python3, provided and java';
    return launcher.whyNot(candidate);
  }

  /** Throws when nothing runs it. */
  launcherOf(runtime: string): Launcher {
    const launcher = this.#find(runtime);
    if (!launcher) throw new Error(`The sandbox cannot run ${runtime}: it runs nodejs, python3, provided and java.`);
    return launcher;
  }

  #find(runtime: string): Launcher | undefined {
    return this.#launchers.find((each) => each.runs(runtime));
  }
}
