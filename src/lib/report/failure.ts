import type {ExitCode, ReleaseError, TrafficState} from '../errors.js';
import {visibleText} from './control-characters.js';
import type {Style} from './style.js';

/** What is said of an error: these fields and no others, so that nothing an SDK hangs onto an error gets out. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly suggestions: readonly string[];
  readonly details: Readonly<Record<string, unknown>>;
  readonly exitCode: ExitCode;
  readonly traffic: TrafficState;
}

/** The facts of an error this tool threw on purpose. */
export function toFailure(error: ReleaseError): Failure {
  const {code, message, suggestions, details, exitCode, traffic} = error;
  return {code, message, suggestions, details, exitCode, traffic};
}

const TRAFFIC_TEXT: Readonly<Record<TrafficState, string>> = {
  'as asked': 'as asked',
  untouched: 'untouched',
  restored: 'restored to stable',
  held: 'held where it is, the rollout is still in place',
  'not restored': 'NOT RESTORED',
  mixed: 'not the same for all functions, see above',
  unknown: 'unknown',
};

/** A failure for people, ending in a newline: what happened, the ways out, and what the function's callers get now. */
export function formatFailure(failure: Failure, style: Style): string {
  const lines = [`${style.red('✖')} ${visibleText(failure.message)}`];
  const urgent = failure.exitCode === 6;
  const suggestions = failure.suggestions.map(visibleText);
  const commands = urgent ? suggestions.filter(isCommand) : [];
  const others = suggestions.filter((suggestion) => !commands.includes(suggestion));
  if (others.length > 0) {
    lines.push('', 'Try this:', ...others.map((suggestion) => `  • ${suggestion.replaceAll('\n', '\n    ')}`));
  }
  const traffic = `Traffic: ${TRAFFIC_TEXT[failure.traffic]}`;
  lines.push('', urgent ? style.bold(style.red(traffic)) : style.dim(traffic));
  // Alone on its line and not indented: it is copied in a hurry.
  if (commands.length > 0) lines.push('', 'Run this now:', '', ...commands.map((command) => style.bold(command)));
  return `${lines.join('\n')}\n`;
}

/** Whether a way out is a command to be copied, and no advice. */
export function isCommand(suggestion: string): boolean {
  return /^(lambda-release|aws) \S/.test(suggestion);
}
