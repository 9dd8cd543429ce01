/** Says whether a log message matches. */
export type MessageFilter = (message: string) => boolean;

/**
 * Reads a CloudWatch Logs filter pattern of plain terms: every word and "quoted phrase" must occur, `-word` must not, and
 * of the `?word` ones one is enough when there are no others; case matters (CloudWatch Logs User Guide,
 * FilterAndPatternSyntax). Undefined for patterns over JSON, columns or regular expressions, which the sandbox has not.
 */
export function parseFilterPattern(pattern: string): MessageFilter | undefined {
  if (/^\s*[{[%]/.test(pattern)) return undefined;
  const terms = [...pattern.matchAll(/([-?]?)(?:"([^"]*)"|(\S+))/g)].map(([, sign, phrase, word]) => ({
    sign,
    text: phrase ?? word ?? '',
  }));
  const required = terms.filter((term) => term.sign === '');
  const excluded = terms.filter((term) => term.sign === '-');
  const optional = terms.filter((term) => term.sign === '?');
  return (message) =>
    required.every((term) => message.includes(term.text)) &&
    !excluded.some((term) => message.includes(term.text)) &&
    (required.length > 0 || optional.length === 0 || optional.some((term) => message.includes(term.text)));
}
