/** How a stream may be drawn on. Plain when nobody looks, so that logs and pipes carry no escape codes. */
export interface Style {
  readonly enabled: boolean;
  bold(text: string): string;
  dim(text: string): string;
  red(text: string): string;
  green(text: string): string;
  yellow(text: string): string;
  cyan(text: string): string;
}

interface Environment {
  readonly [name: string]: string | undefined;
}

const CODES = {bold: [1, 22], dim: [2, 22], red: [31, 39], green: [32, 39], yellow: [33, 39], cyan: [36, 39]} as const;

/** Escape codes when `enabled`, the text as it is otherwise. */
export function createStyle(enabled: boolean): Style {
  const paint = (name: keyof typeof CODES) => (text: string) =>
    enabled ? `\u001B[${CODES[name][0]}m${text}\u001B[${CODES[name][1]}m` : text;
  return {
    enabled,
    bold: paint('bold'),
    dim: paint('dim'),
    red: paint('red'),
    green: paint('green'),
    yellow: paint('yellow'),
    cyan: paint('cyan'),
  };
}

/**
 * True on a terminal, unless NO_COLOR (no-color.org: set and not empty) or TERM=dumb says otherwise. FORCE_COLOR goes before all of
 * them, as it does in Node.js (tty.WriteStream.getColorDepth): any value but 0 and false says yes, for the log of a CI job for example.
 */
export function wantsColour(stream: {readonly isTTY?: boolean}, environment: Environment): boolean {
  const {FORCE_COLOR: forced} = environment;
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  return stream.isTTY === true && !environment.NO_COLOR && environment.TERM !== 'dumb';
}
