import {execFile} from 'node:child_process';
import {randomUUID} from 'node:crypto';
import {setTimeout as pause} from 'node:timers/promises';
import {promisify} from 'node:util';

const run = promisify(execFile);
const LOOK_MS = 150;
const LONGEST_MS = 120_000;

interface Options {
  readonly columns: number;
  readonly rows: number;
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** A shell in a terminal of tmux's, and what a person sees of it. */
export class Screen implements AsyncDisposable {
  // A server of its own: no other session is touched, and no settings of the user's are read.
  readonly #socket = `lambda-release-${randomUUID()}`;

  readonly #env: NodeJS.ProcessEnv;

  private constructor(environment: Options['environment']) {
    // tmux gives its shells what it was started with.
    this.#env = {...process.env, ...environment, PS1: '$ '};
  }

  static async open({columns, rows, folder, environment}: Options): Promise<Screen> {
    const screen = new Screen(environment);
    await screen.#tmux(
      ...['-f', '/dev/null', 'new-session', '-d', '-x', `${columns}`, '-y', `${rows}`, '-c', folder],
      ...['bash', '--noprofile', '--norc'],
    );
    await screen.#tmux('set-option', '-g', 'status', 'off');
    return screen;
  }

  async type(line: string): Promise<void> {
    await this.#tmux('send-keys', '-l', line);
    await this.#tmux('send-keys', 'Enter');
  }

  /** The lines, with escape sequences, as they are once their text is as wanted; rejects, with the text, when it is not within two minutes. */
  async shows(wanted: RegExp): Promise<readonly string[]> {
    for (let looks = 0; !wanted.test(await this.#captured()); looks++) {
      if (looks * LOOK_MS > LONGEST_MS) throw new Error(`${wanted} was never there:\n${await this.#captured()}`);
      await pause(LOOK_MS);
    }
    return (await this.#captured('-e')).trimEnd().split('\n');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#tmux('kill-server');
  }

  async #captured(...options: readonly string[]): Promise<string> {
    return this.#tmux('capture-pane', '-p', ...options);
  }

  async #tmux(...line: readonly string[]): Promise<string> {
    return (await run('tmux', ['-L', this.#socket, ...line], {env: this.#env})).stdout;
  }
}
