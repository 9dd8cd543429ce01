import type {Style} from '../../style.js';

/** Something doctor has to say. */
export interface FindingReport {
  readonly level: 'ok' | 'warning' | 'stop';
  readonly code: string;
  readonly subject: string;
  readonly message: string;
  readonly suggestions: readonly string[];
}

const MARKS = {ok: '✔', warning: '!', stop: '✖'} as const;

/** All findings, subject by subject, each with its ways out below it. */
export function findingsText(findings: readonly FindingReport[], style: Style): string {
  const subjects = [...new Set(findings.map(({subject}) => subject))];
  return subjects
    .map((subject) => {
      const lines = findings.filter((finding) => finding.subject === subject).map((each) => findingText(each, style));
      return `${style.bold(subject)}\n${lines.join('\n')}`;
    })
    .join('\n\n');
}

/** How it came out, in one line. */
export function verdictText(findings: readonly FindingReport[]): string {
  const count = (level: FindingReport['level']) => findings.filter((finding) => finding.level === level).length;
  const warnings = count('warning');
  const stops = count('stop');
  const things = (number: number) => `${number} ${number === 1 ? 'thing' : 'things'}`;
  const rest = warnings === 0 ? '' : ` ${things(warnings)} to know about.`;
  return stops === 0 ? `Nothing would stop a release.${rest}` : `${things(stops)} would stop a release.${rest}`;
}

function findingText({level, message, suggestions}: FindingReport, style: Style): string {
  const paint = {ok: style.green, warning: style.yellow, stop: style.red}[level];
  return [`  ${paint(MARKS[level])} ${message}`, ...suggestions.map((way) => `      → ${way}`)].join('\n');
}
