import {validRange} from '@renovatebot/pep440';

/**
 * Poetry's own way to write versions (`^1.2`, `~1.2`, `1.2`, `1.*`) as PEP 440 has it: `>=1.2,<2`. `undefined` for any version, and for what PEP 440
 * cannot say, such as alternatives.
 */
export function toPep440(constraint: string): string | undefined {
  const clauses = constraint
    .trim()
    .split(/\s*,\s*|\s+(?=[<>=!~^])/)
    .filter((clause) => clause !== '' && clause !== '*');
  if (clauses.length === 0) return undefined;
  const versions = clauses.map(toClause).join(',');
  return validRange(versions) ? versions : undefined;
}

/** The same of a Python, as a marker; `undefined` when every Python will do, or it cannot be said. */
export function toPythonMarker(constraint: string): string | undefined {
  const alternatives = constraint.split(/\s*\|\|?\s*/).map(toPep440);
  if (alternatives.includes(undefined)) return undefined;
  return alternatives
    .map((versions = '') => {
      const clauses = versions
        .split(',')
        .map((clause) => clause.replace(/^([<>=!~]+)\s*(.*)$/, "python_full_version $1 '$2'"));
      return `(${clauses.join(' and ')})`;
    })
    .join(' or ');
}

function toClause(clause: string): string {
  const [, operator = '', version = ''] = /^(\^|~(?!=)|[<>=!~]*)\s*(.*)$/.exec(clause) ?? [];
  if (operator === '^') return `>=${version},<${nextAfter(version, firstThatCounts(version))}`;
  // `~1` lets the minor change, `~1.2` and `~1.2.3` the patch.
  if (operator === '~') return `>=${version},<${nextAfter(version, Math.min(1, numbersOf(version).length - 1))}`;
  return operator === '' ? `==${version}` : `${operator}${version}`;
}

/** The number that must not change: the first that is not 0, or the last that is written. */
function firstThatCounts(version: string): number {
  const numbers = numbersOf(version);
  const at = numbers.findIndex((number) => number > 0);
  return at < 0 ? numbers.length - 1 : at;
}

function nextAfter(version: string, at: number): string {
  return numbersOf(version)
    .slice(0, at + 1)
    .map((number, index) => (index === at ? number + 1 : number))
    .join('.');
}

function numbersOf(version: string): readonly number[] {
  return (/^\d+(?:\.\d+)*/.exec(version)?.[0] ?? '0').split('.').map(Number);
}
