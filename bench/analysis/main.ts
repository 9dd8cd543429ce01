/**
 * Our judge beside its peers on simulated canaries, printed as Markdown. Seeded: the same numbers on every machine.
 *
 *   npx tsx bench/analysis/main.ts [--runs 600] [--seed 1] [--write]
 *
 * `--write` puts the tables into docs/analysis.md. Exits 1 when our judge breaks its promise anywhere: more than alpha
 * false rollbacks in a cell, or a single one in a shared incident.
 */
import {readFileSync, writeFileSync} from 'node:fs';
import {parseArgs} from 'node:util';
import {DEFAULT_SETTINGS} from '../../src/lib/analysis/settings.js';
import {identicalScenarios, JUDGES, type NamedScenario, regressions, simulate, specials} from './grid.js';
import type {Outcome} from './run.js';
import {falseRollbackCell, markdownTable, promotedCell, quantile, regressionCell, rolledBackShare} from './table.js';

const DOCUMENT = new URL('../../docs/analysis.md', import.meta.url);
const [BEGIN, END] = ['<!-- bench:analysis begin -->', '<!-- bench:analysis end -->'];
const OURS = '**ours**';
const ALMOST_HONEST = 0.02;

interface Row {
  readonly scenario: NamedScenario;
  readonly outcomes: Map<string, Outcome[]>;
}

const {values} = parseArgs({
  options: {
    runs: {type: 'string', default: '600'},
    seed: {type: 'string', default: '1'},
    write: {type: 'boolean', default: false},
  },
});
const runs = Number(values.runs);
const seed = Number(values.seed);
if (!Number.isInteger(runs) || runs < 1 || !Number.isInteger(seed))
  throw new Error('--runs and --seed are whole numbers.');

function play(scenarios: readonly NamedScenario[], runsEach: number): Row[] {
  return scenarios.map((scenario, index) => {
    process.stderr.write(`${scenario.perMinute}/min ${scenario.name}\n`);
    return {scenario, outcomes: simulate(scenario, runsEach, seed * 100_003 + index)};
  });
}

function table(rows: readonly Row[], cell: (outcomes: Outcome[], row: Row) => string): string {
  return markdownTable(
    ['requests/min', 'stable → candidate', ...Object.keys(JUDGES)],
    rows.map((row) => [
      row.scenario.perMinute.toLocaleString('en-US'),
      row.scenario.name,
      ...[...row.outcomes.values()].map((outcomes) => cell(outcomes, row)),
    ]),
  );
}

/** How ours compares with each peer that takes back identical versions almost as rarely: only that comparison is fair. */
function fairComparison(falseRollbacks: readonly Row[], found: readonly Row[]): string {
  const peers = Object.keys(JUDGES).filter(
    (name) =>
      !name.includes('ours') &&
      falseRollbacks.every(({outcomes}) => rolledBackShare(outcomes.get(name) ?? []) <= ALMOST_HONEST),
  );
  const lines = peers.map((peer) => {
    const both = found.filter((row) =>
      [peer, OURS].every((name) => rolledBackShare(row.outcomes.get(name) ?? []) > 0.5),
    );
    const better = both.filter((row) => medianBad(row, OURS) <= medianBad(row, peer));
    return `${peer} (of ${both.length} regressions that both find in most runs, ours serves no more bad requests in ${better.length})`;
  });
  return `Peers with at most ${ALMOST_HONEST * 100} % false rollbacks in every cell: ${lines.join('; ') || 'none'}.`;
}

function medianBad({outcomes}: Row, name: string): number {
  return quantile(
    (outcomes.get(name) ?? []).map((outcome) => outcome.badRequests),
    0.5,
  );
}

const identical = play(identicalScenarios(), runs * 3);
const found = play(regressions(), runs);
const special = play(specials(), runs);

const text = `${BEGIN}

Made by \`npx tsx bench/analysis/main.ts --runs ${runs} --seed ${seed} --write\`: ${runs * 3} runs a row of identical versions, ${runs} of the others.

### False rollbacks of identical versions

${table(identical, falseRollbackCell)}

Minute of reaching 100 % with identical versions, median:

${table(identical, promotedCell)}

### Regressions

Rolled back · bad requests, median / 95th percentile · median minute of the rollback.

${table(found, regressionCell)}

${fairComparison(identical, found)}

### Shared incidents and late onsets

Identical versions: every rollback is a false one.

${table(special, (outcomes) => regressionCell(outcomes))}

${END}`;

process.stdout.write(`${text}\n`);
if (values.write) {
  const document = readFileSync(DOCUMENT, 'utf8');
  const [before, after] = [document.indexOf(BEGIN), document.indexOf(END)];
  if (before < 0 || after < 0) throw new Error('docs/analysis.md has lost the marks between which the tables go.');
  writeFileSync(DOCUMENT, document.slice(0, before) + text + document.slice(after + END.length));
}

const shared = special.filter(({scenario}) => scenario.isIdentical);
const falselyTaken = [
  ...identical.filter(({outcomes}) => rolledBackShare(outcomes.get(OURS) ?? []) > DEFAULT_SETTINGS.alpha),
  ...shared.filter(({outcomes}) => rolledBackShare(outcomes.get(OURS) ?? []) > 0),
];
for (const {scenario} of falselyTaken)
  process.stderr.write(`promise broken: ${scenario.perMinute}/min ${scenario.name}\n`);
process.exitCode = falselyTaken.length === 0 ? 0 : 1;
