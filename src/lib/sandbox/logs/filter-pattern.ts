import {PatternError, parseJsonPattern, toRegex} from './json-pattern.js';
import {invalidParameter} from './logs-error.js';

/** Says whether a log message matches. */
export type MessageFilter = (message: string) => boolean;

/**
 * Reads a CloudWatch Logs filter pattern: one over JSON in braces, or terms. Every word, "quoted phrase" and %regex% must
 * occur, `-word` must not, and of the `?word` ones one is enough when there are no others; case matters (CloudWatch Logs
 * User Guide, FilterAndPatternSyntax). Throws JsonServiceError InvalidParameterException, also for patterns over columns in
 * brackets, which the sandbox has not.
 */
export function parseFilterPattern(pattern: string): MessageFilter {
  if (/^\s*\[/.test(pattern)) throw invalidParameter('The sandbox filters by terms and by JSON, not by columns.');
  try {
    return /^\s*\{/.test(pattern) ? jsonFilter(pattern) : termFilter(pattern);
  } catch (error) {
    if (error instanceof PatternError) throw invalidParameter(`Invalid filter pattern: ${error.message}`);
    throw error;
  }
}

function jsonFilter(pattern: string): MessageFilter {
  const condition = parseJsonPattern(pattern);
  return (message) => {
    const text = message.trim();
    if (!text.startsWith('{')) return false;
    try {
      return condition(JSON.parse(text));
    } catch {
      // Begins like JSON and is none: no match.
      return false;
    }
  };
}

function termFilter(pattern: string): MessageFilter {
  const terms = [...pattern.matchAll(/([-?]?)(?:"([^"]*)"|%([^%]*)%|(\S+))/g)].map(([, sign, phrase, regex, word]) => {
    const text = phrase ?? word ?? '';
    const expression = regex === undefined ? undefined : toRegex(regex);
    const occurs = (message: string) => (expression ? expression.test(message) : message.includes(text));
    return {sign, occurs};
  });
  const required = terms.filter((term) => term.sign === '');
  const excluded = terms.filter((term) => term.sign === '-');
  const optional = terms.filter((term) => term.sign === '?');
  return (message) =>
    required.every((term) => term.occurs(message)) &&
    !excluded.some((term) => term.occurs(message)) &&
    (required.length > 0 || optional.length === 0 || optional.some((term) => term.occurs(message)));
}
