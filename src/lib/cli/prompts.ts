import {InterruptedError, RefusedError, UsageError} from '../errors.js';
import {isCi} from '../report/mode.js';
import type {Choice, Host} from '../service/session.js';

interface PrompterOptions {
  readonly input: NodeJS.ReadableStream & {readonly isTTY?: boolean};
  /** stderr: stdout is the result. */
  readonly output: NodeJS.WritableStream & {readonly isTTY?: boolean};
  readonly environment: {readonly [name: string]: string | undefined};
  readonly json: boolean;
  /** `--yes`: every question is answered already. */
  readonly yes: boolean;
  /** Gives the terminal free: nothing may be drawn while a question stands. */
  readonly beforeAsking?: () => Promise<void>;
}

/** Asks on a terminal. Where nobody can be asked, the UsageError names --yes; Ctrl-C throws InterruptedError. */
export type Prompter = Pick<Host, 'canAsk' | 'confirm' | 'confirmByTyping' | 'askText' | 'choose'>;

/** A prompter on the given streams. inquirer is loaded when the first question is really asked. */
export function createPrompter(options: PrompterOptions): Prompter {
  return {
    canAsk: !options.yes && hasTerminal(options),
    async confirm(question, signal) {
      if (options.yes) return;
      requireTerminal(options, question);
      const agreed = await ask(options, {type: 'confirm', message: question, default: false}, signal);
      if (agreed !== true) throw declined(question);
    },
    async confirmByTyping(question, expected, signal) {
      if (options.yes) return;
      requireTerminal(options, question);
      const message = `${question} Type ${expected} to go on:`;
      const typed = await ask(options, {type: 'input', message}, signal);
      if (typeof typed !== 'string' || typed.trim() !== expected) throw declined(question);
    },
    async askText(message, {initial, problem}, signal) {
      requireTerminal(options, message);
      const validate = (text: string) => problem?.(text.trim()) ?? true;
      const typed = await ask(
        options,
        {type: 'input', message, validate, ...(initial !== undefined && {default: initial})},
        signal,
      );
      return String(typed).trim();
    },
    async choose(message, choices, signal) {
      requireTerminal(options, message);
      return String(await ask(options, {type: 'select', message, choices}, signal));
    },
  };
}

type Question =
  | {readonly type: 'confirm'; readonly message: string; readonly default: false}
  | {
      readonly type: 'input';
      readonly message: string;
      readonly default?: string;
      readonly validate?: (text: string) => string | true;
    }
  | {readonly type: 'select'; readonly message: string; readonly choices: readonly Choice[]};

async function ask(options: PrompterOptions, question: Question, signal?: AbortSignal): Promise<unknown> {
  const {default: inquirer} = await import('inquirer');
  await options.beforeAsking?.();
  const prompt = inquirer.createPromptModule({
    input: options.input,
    output: options.output,
    ...(signal !== undefined && {signal}),
  });
  try {
    const {answer} = await prompt([{...question, name: 'answer'}]);
    return answer;
  } catch (error) {
    if (error instanceof Error && error.name === 'ExitPromptError') {
      throw new InterruptedError('SIGINT', 'Interrupted at the question; nothing was changed.', {
        code: 'INTERRUPTED',
        suggestions: [],
        cause: error,
      });
    }
    throw signal?.aborted ? signal.reason : error;
  }
}

function hasTerminal({input, output, environment, json}: PrompterOptions): boolean {
  return input.isTTY === true && output.isTTY === true && !json && !isCi(environment);
}

function requireTerminal(options: PrompterOptions, question: string): void {
  if (hasTerminal(options)) return;
  throw new UsageError(`This needs an answer, and nobody can be asked here: ${question}`, {
    code: 'ANSWER_MISSING',
    suggestions: ['Run it again with --yes if the answer is yes.', 'Run it on a terminal to be asked.'],
    details: {flag: '--yes'},
  });
}

function declined(question: string): RefusedError {
  return new RefusedError('Declined; nothing was changed.', {
    code: 'DECLINED',
    suggestions: [],
    details: {question},
  });
}
