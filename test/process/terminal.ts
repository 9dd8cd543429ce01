import {type ChildProcessByStdio, spawn, spawnSync} from 'node:child_process';
import path from 'node:path';
import type {Readable, Writable} from 'node:stream';
import xterm from '@xterm/headless';

const RUN_IN_PTY = path.join(import.meta.dirname, 'terminal.py');

/** Whether this machine can open a pseudo-terminal: it takes Python 3.9 or newer, and no Windows. For `skipIf`, so that it is counted. */
export const hasTerminals = spawnSync('python3', ['-c', 'import pty, os; os.waitstatus_to_exitcode']).status === 0;

/** Where in what is drawn the window has got another size. */
const RESIZED = new RegExp(`${String.fromCodePoint(27)}\\]resized;(\\d+);(\\d+)${String.fromCodePoint(7)}`);

interface TerminalOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly folder: string;
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** A command in a pseudo-terminal, and what a person sees of it: xterm's own screen, from the bytes it drew. */
export class Terminal {
  /** Exit code, as a shell sees it; by then all that was drawn is on the screen. */
  readonly ended: Promise<number>;
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #screen: InstanceType<typeof xterm.Terminal>;
  readonly #lookers = new Set<() => void>();
  #drawn = '';
  /** The beginning of what may be the word of another size. */
  #rest = '';

  private constructor(command: readonly string[], {columns = 80, rows = 24, folder, environment}: TerminalOptions) {
    this.#screen = new xterm.Terminal({cols: columns, rows, scrollback: 10_000, allowProposedApi: true});
    this.#child = spawn('python3', [RUN_IN_PTY, `${columns}`, `${rows}`, ...command], {
      cwd: folder,
      env: {PATH: process.env.PATH, HOME: folder, TERM: 'xterm-256color', LANG: 'C.UTF-8', ...environment},
      stdio: ['pipe', 'pipe', 'inherit', 'pipe'],
    }) as ChildProcessByStdio<Writable, Readable, null>;
    // A command that has ended takes no more keys.
    this.#child.stdin.on('error', () => undefined);
    // What a terminal answers by itself when it is asked where the cursor is.
    this.#screen.onData((answer) => this.#child.stdin.write(answer));
    let drawing = Promise.resolve();
    this.#child.stdout.setEncoding('utf8');
    this.#child.stdout.on('data', (text: string) => {
      drawing = drawing.then(() => this.#draw(text));
    });
    const closed = new Promise<number>((resolve, reject) => {
      this.#child.on('close', (code) => resolve(code ?? -1));
      this.#child.on('error', reject);
    });
    this.ended = closed.then(async (code) => {
      await drawing;
      return code;
    });
  }

  /** Everything that was drawn, with its escape codes. */
  get drawn(): string {
    return this.#drawn;
  }

  /** Starts a command; nothing of this process's environment reaches it but PATH. */
  static open(command: readonly string[], options: TerminalOptions): Terminal {
    return new Terminal(command, options);
  }

  /** The lines of the screen as it is now, without spaces at their ends; with `all` also those that have scrolled out of it. */
  lines({all = false} = {}): readonly string[] {
    const {baseY, length, ...buffer} = this.#buffer();
    const first = all ? 0 : baseY;
    const last = all ? length : baseY + this.#screen.rows;
    return Array.from({length: last - first}, (_, row) => buffer.line(first + row));
  }

  /** Resolves when the screen has a text, or is as wanted; rejects, with the screen, when the command ends and it is not. */
  shows(wanted: string | RegExp | ((lines: readonly string[]) => boolean)): Promise<void> {
    return new Promise((resolve, reject) => {
      const isThere = () => {
        const lines = this.lines();
        if (typeof wanted === 'function') return wanted(lines);
        const text = lines.join('\n');
        return typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text);
      };
      const look = () => {
        if (!isThere()) return;
        this.#lookers.delete(look);
        resolve();
      };
      this.#lookers.add(look);
      look();
      this.ended.then((code) => {
        if (this.#lookers.delete(look)) {
          reject(new Error(`It ended with ${code} and never showed ${wanted}:\n${this.lines({all: true}).join('\n')}`));
        }
      }, reject);
    });
  }

  /** Types these keys, such as `y\r`; `\u0003` is Ctrl-C and `\u001b[B` an arrow down. */
  type(keys: string): void {
    this.#child.stdin.write(keys);
  }

  resize(columns: number, rows: number): void {
    (this.#child.stdio[3] as unknown as Writable).write(`${columns} ${rows}\n`);
  }

  /** Hangs up, as a closed window does, and waits for the end. Nothing happens when it has ended. */
  async close(): Promise<void> {
    // Of a process that never began Node.js would end the whole group, this one included.
    if (this.#child.pid !== undefined) this.#child.kill();
    await this.ended;
    this.#screen.dispose();
  }

  async #draw(text: string): Promise<void> {
    let left = this.#rest + text;
    this.#rest = '';
    for (let match = RESIZED.exec(left); match; match = RESIZED.exec(left)) {
      await this.#write(left.slice(0, match.index));
      this.#screen.resize(Number(match[1]), Number(match[2]));
      left = left.slice(match.index + match[0].length);
    }
    const at = left.lastIndexOf(String.fromCodePoint(27));
    if (at >= 0 && '\u001B]resized;'.startsWith(left.slice(at, at + 10))) {
      this.#rest = left.slice(at);
      left = left.slice(0, at);
    }
    await this.#write(left);
  }

  #write(text: string): Promise<void> {
    this.#drawn += text;
    return new Promise((resolve) => {
      this.#screen.write(text, () => {
        for (const look of this.#lookers) look();
        resolve();
      });
    });
  }

  #buffer() {
    const {baseY, length} = this.#screen.buffer.active;
    const line = (row: number) => this.#screen.buffer.active.getLine(row)?.translateToString(true) ?? '';
    return {baseY, length, line};
  }
}
