import type {InitReport, NextStep} from '../init/init-text.js';

/** Something to write into a file of the owner's, or to take out of it. */
interface EditReport {
  readonly action: 'add' | 'remove' | 'replace';
  readonly place: string;
  readonly lines: readonly string[];
}

/** What adopt came to. */
export interface AdoptReport extends Pick<InitReport, 'alias' | 'functions' | 'files' | 'reasons' | 'gaps'> {
  /** What the release file was made of. */
  readonly origin: string;
  /** What the owner has to be told, each deployed before the next. */
  readonly stages: readonly {
    readonly why: string;
    readonly edits: readonly EditReport[];
    readonly commands: readonly string[];
  }[];
  readonly next: readonly NextStep[];
  /** The release file; only where it was not to be written. */
  readonly text?: string;
}

/** The files, what they were made of, what the owner has to be told, and the commands to go on with. */
export function adoptText({files, text, origin, reasons, gaps, stages, next}: AdoptReport): string {
  const width = Math.max(...files.map(({file}) => file.length));
  return [
    ...(text === undefined ? [] : ['release.yml would be:', '', text.trimEnd()]),
    ...files.map(({file, action}) => `${file.padEnd(width)}  ${action}`),
    '',
    `Made of ${origin}.`,
    ...reasons.map((reason) => `  ${reason}`),
    ...(gaps.length > 0 ? ['', 'Left for you:', ...gaps.map((gap) => `! ${gap}`)] : []),
    '',
    'So that both live together, in this order:',
    ...stages.flatMap(({why, edits, commands}, index) => [
      '',
      `${index + 1}. ${why}`,
      ...edits.flatMap(editLines),
      '   Then:',
      ...commands.map((command) => `     ${command}`),
    ]),
    '',
    'Go on with:',
    ...next.flatMap(({why, commands}) => [`  ${why}`, ...commands.map((command) => `    ${command}`)]),
  ].join('\n');
}

function editLines({action, place, lines}: EditReport): readonly string[] {
  if (lines.length === 0) return [`   Take away ${place}`];
  const verb = action === 'add' ? 'To' : 'In place of';
  return [`   ${verb} ${place}:`, ...lines.map((line) => `     ${line}`)];
}
