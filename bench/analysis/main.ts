/**
 * Our judge, as the product runs it, on simulated rollouts and beside its peers, printed as Markdown. Seeded: the same
 * numbers on every machine.
 *
 *   npx tsx bench/analysis/main.ts [--full] [--runs 40] [--seed 1] [--write]
 *
 * `--full` takes the runs the page is made of; `--write` puts the tables into docs/analysis.md. Exits 1 when a promise is
 * broken anywhere: more than alpha of identical versions rolled back, by whatever, or power that `plan` promises in vain.
 */
import {readFileSync, writeFileSync} from 'node:fs';
import {parseArgs} from 'node:util';
import {seededRandom} from '../../src/lib/analysis/random.js';
import {DEFAULT_SETTINGS} from '../../src/lib/analysis/settings.js';
import {identicalScenarios, JUDGES, type NamedScenario, OURS, regressions, simulate, specials} from './grid.js';
import {powerChecks, powerRow} from './power.js';
import {type GoodRelease, goodReleases, mends} from './releases.js';
import {DEFAULT_POLICY, type RolloutEnd, runRollout} from './rollout.js';
import type {Outcome} from './run.js';
import {slowerVersions} from './slower.js';
import {
  falseRollbackCell,
  markdownTable,
  promotedCell,
  quantile,
  regressionCell,
  rolledBackShare,
  slowerCells,
  worldCells,
} from './table.js';
import {identicalWorlds, type NamedWorld} from './worlds.js';

const DOCUMENT = new URL('../../docs/analysis.md', import.meta.url);
const [BEGIN, END] = ['<!-- bench:analysis begin -->', '<!-- bench:analysis end -->'];
const FULL_RUNS = 250;
/** A promise of 1 % wants more runs than a median. */
const TIMES_WORLDS = 4;
const OURS_NAME = '**ours**';
const ALMOST_HONEST = 0.02;

interface Row {
  readonly scenario: NamedScenario;
  readonly outcomes: Map<string, Outcome[]>;
}

const {values} = parseArgs({
  options: {
    full: {type: 'boolean', default: false},
    runs: {type: 'string', default: '40'},
    seed: {type: 'string', default: '1'},
    write: {type: 'boolean', default: false},
  },
});
const runs = values.full ? FULL_RUNS : Number(values.runs);
const seed = Number(values.seed);
if (!Number.isInteger(runs) || runs < 1 || !Number.isInteger(seed))
  throw new Error('--runs and --seed are whole numbers.');

function play(scenarios: readonly NamedScenario[]): Row[] {
  return scenarios.map((scenario, index) => {
    process.stderr.write(`${scenario.perMinute}/min ${scenario.name}\n`);
    return {scenario, outcomes: simulate(scenario, runs, seed * 100_003 + index)};
  });
}

function playWorld(world: NamedWorld, index: number): readonly RolloutEnd[] {
  process.stderr.write(`${world.perMinute}/min ${world.name}\n`);
  const random = seededRandom(seed * 200_003 + index);
  const length = TIMES_WORLDS * runs;
  return Array.from({length}, () => runRollout(world.create(random), world.policy ?? DEFAULT_POLICY));
}

function table(rows: readonly Row[], cell: (outcomes: Outcome[]) => string): string {
  return markdownTable(
    ['requests/min', 'stable → candidate', ...Object.keys(JUDGES), ...Object.keys(OURS)],
    rows.map(({scenario, outcomes}) => [
      scenario.perMinute.toLocaleString('en-US'),
      scenario.name,
      ...[...outcomes.values()].map(cell),
    ]),
  );
}

function worldTable(worlds: readonly NamedWorld[], ends: readonly (readonly RolloutEnd[])[]): string {
  return markdownTable(
    ['requests/min', 'world', 'rolled back', 'sent back beside stable', 'held', 'promoted', 'minute of 100 %'],
    worlds.map((world, index) => [
      world.perMinute.toLocaleString('en-US'),
      world.name,
      ...worldCells(ends[index] ?? []),
    ]),
  );
}

/** How ours compares with each peer that takes back identical versions almost as rarely: only that comparison is fair. */
function fairComparison(falseRollbacks: readonly Row[], found: readonly Row[]): string {
  const peers = Object.keys(JUDGES).filter((name) =>
    falseRollbacks.every(({outcomes}) => rolledBackShare(outcomes.get(name) ?? []) <= ALMOST_HONEST),
  );
  const lines = peers.map((peer) => {
    const both = found.filter((row) =>
      [peer, OURS_NAME].every((name) => rolledBackShare(row.outcomes.get(name) ?? []) > 0.5),
    );
    const better = both.filter((row) => medianBad(row, OURS_NAME) <= medianBad(row, peer));
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

const identical = play(identicalScenarios());
const found = play(regressions());
const special = play(specials());
const worlds = identicalWorlds();
const worldEnds = worlds.map(playWorld);
const releases: readonly GoodRelease[] = [...goodReleases(), ...mends()];
const releaseEnds = releases.map(playWorld);
const slower = slowerVersions();
const slowerEnds = slower.map(playWorld);
const power = powerChecks().map((check) => powerRow(check, seed));

const text = `${BEGIN}

Made by \`npm run bench:analysis -- ${values.full ? '--full' : `--runs ${runs}`} --seed ${seed} --write\`: ${runs} rollouts a cell, ${TIMES_WORLDS * runs} in the first three tables.

### Identical versions, in worlds that are hard on judges

By default steps, unless the row says otherwise; every rollback is a false one, whatever it comes from.

${worldTable(worlds, worldEnds)}

### How long a good version takes

${worldTable(releases, releaseEnds)}

### Slower versions

Of the candidate's requests, with \`slow: {p90: 2%, p99: 0.5%}\`. At 100 % latency is not judged: who is not found by then is promoted.

${markdownTable(
  ['requests/min', 'slower', 'rolled back', 'minute of the rollback, median / 95th percentile'],
  slower.map(({perMinute, name}, index) => [
    perMinute.toLocaleString('en-US'),
    name,
    ...slowerCells(slowerEnds[index] ?? []),
  ]),
)}

### What \`plan\` promises, and what a rollout then does

The smallest error rate that \`plan\` says is convicted with 95 % probability by the end of the steps, and how often a thousand
simulated rollouts convict it by then (standard error 0.7 points). How long an earlier step was waited for is not counted.

${markdownTable(
  ['requests/min', 'stable fails', 'steps', 'promised to be found', 'found'],
  power.map(({cells}) => cells),
)}

### Beside other judges: false rollbacks of identical versions

${table(identical, falseRollbackCell)}

Minute of reaching 100 % with identical versions, median:

${table(identical, promotedCell)}

### Beside other judges: regressions

Rolled back · bad requests, median / 95th percentile · median minute of the rollback.

${table(found, regressionCell)}

${fairComparison(identical, found)}

### Beside other judges: shared incidents and late onsets

Rolled back · bad requests, median / 95th percentile · median minute. Identical versions: every rollback is a false one.

${table(special, regressionCell)}

${END}`;

process.stdout.write(`${text}\n`);
if (values.write) {
  const document = readFileSync(DOCUMENT, 'utf8');
  const [before, after] = [document.indexOf(BEGIN), document.indexOf(END)];
  if (before < 0 || after < 0) throw new Error('docs/analysis.md has lost the marks between which the tables go.');
  writeFileSync(DOCUMENT, document.slice(0, before) + text + document.slice(after + END.length));
}

/** More than alpha, and not by the chance of a few runs. */
function mostOf(count: number): number {
  const expected = count * DEFAULT_SETTINGS.alpha;
  return Math.ceil(expected + 3 * Math.sqrt(expected));
}
const broken = [
  ...[...identical, ...special.filter(({scenario}) => scenario.isIdentical)].flatMap(({scenario, outcomes}) =>
    Object.keys(OURS).some((name) => rolledBackShare(outcomes.get(name) ?? []) * runs > mostOf(runs))
      ? [`${scenario.perMinute}/min ${scenario.name}`]
      : [],
  ),
  ...worlds.flatMap((world, index) => {
    const back = (worldEnds[index] ?? []).filter(({kind}) => kind === 'rolledBack').length;
    return world.promised !== false && back > mostOf(TIMES_WORLDS * runs)
      ? [`${world.perMinute}/min ${world.name}`]
      : [];
  }),
  ...power.flatMap(({cells, isKept}) => (isKept ? [] : [`power: ${cells.join(', ')}`])),
];
for (const each of broken) process.stderr.write(`promise broken: ${each}\n`);
process.exitCode = broken.length === 0 ? 0 : 1;
