import type {Edit, Stage} from '../../../model/adoption.js';
import type {InitReport, NextStep} from '../init/init-text.js';

/** What adopt came to. */
export interface AdoptReport extends Pick<InitReport, 'alias' | 'functions' | 'files' | 'reasons' | 'gaps'> {
  /** What the release file was made of. */
  readonly origin: string;
  /** What the owner has to be told, each deployed before the next. */
  readonly stages: readonly Stage[];
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

function editLines({action, place, lines}: Edit): readonly string[] {
  if (action === 'remove') return [`   Take away ${place}`];
  return [`   To ${place}:`, ...lines.map((line) => `     ${line}`)];
}
