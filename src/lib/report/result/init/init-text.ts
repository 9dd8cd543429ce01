/** Commands to go on with, and what they are for. */
export interface NextStep {
  readonly why: string;
  /** Lines of a shell that work as they are. */
  readonly commands: readonly string[];
}

/** What init came to. */
export interface InitReport {
  /** Of the first function. */
  readonly functionName: string;
  readonly alias: string;
  readonly source: string;
  /** Whether the release file names the handler and runtime; what creates the function needs both. */
  readonly namesHandler: boolean;
  /** All of them, by their keys in the release file. */
  readonly functions: readonly {readonly key: string; readonly source: string}[];
  readonly files: readonly {readonly file: string; readonly action: 'created' | 'overwritten' | 'unchanged'}[];
  /** What the release file was made of; absent when it was there and was kept. */
  readonly origin?: string;
  /** What was found, and what follows from it. */
  readonly reasons: readonly string[];
  /** What could not be found out or taken over, and what to do about it. */
  readonly gaps: readonly string[];
  readonly next: readonly NextStep[];
}

/** The files, what they were made of, and the commands to go on with. */
export function initText({files, origin, reasons, gaps, next}: InitReport): string {
  const width = Math.max(...files.map(({file}) => file.length));
  const isUnchanged = files.every(({action}) => action === 'unchanged');
  return [
    ...files.map(({file, action}) => `${file.padEnd(width)}  ${action}`),
    ...(isUnchanged ? ['', 'Nothing was changed.'] : []),
    ...(origin !== undefined ? ['', `Made of ${origin}.`, ...reasons.map((reason) => `  ${reason}`)] : []),
    ...(gaps.length > 0 ? ['', 'Left for you:', ...gaps.map((gap) => `! ${gap}`)] : []),
    '',
    'Go on with:',
    ...next.flatMap(({why, commands}) => [`  ${why}`, ...commands.map((command) => `    ${command}`)]),
  ].join('\n');
}
