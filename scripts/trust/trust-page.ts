import type {Trial} from '../../test/proxy/trial.js';
import type {AllTests} from './all-tests.js';
import {localstackExplained} from './localstack-explained.js';
import type {ManyRollouts} from './many-rollouts.js';
import type {MotoTests} from './moto.js';
import type {PublicProject, SkippedProject} from './projects/public-project.js';
import {faultsIn} from './public-projects.js';
import type {RuntimeClient} from './runtime-clients.js';
import {table} from './table.js';
import {faultsOf, trialTables} from './trial-tables.js';

export interface Trust {
  /** Sweeps as `npm test` has them. */
  readonly isBounded: boolean;
  readonly tests: AllTests;
  /** Why there are none, where there are none. */
  readonly moto: MotoTests | string;
  readonly clients: readonly RuntimeClient[];
  readonly projects: readonly (PublicProject | SkippedProject)[];
  readonly trials: readonly Trial[];
  readonly firstSeed: number;
  readonly many: ManyRollouts;
  readonly minutes: number;
  /** Node and processors it ran on. */
  readonly machine: string;
}

/** What was tried, how often, and what did not hold, as the page that whoever doubts reads. */
export function trustPage({
  isBounded,
  tests,
  moto,
  clients,
  projects,
  trials,
  firstSeed,
  many,
  minutes,
  machine,
}: Trust): string {
  const broken = trials.filter((trial) => trial.broken.length > 0).length;
  const rows = [
    ...tests.groups.map(({name, passed, failed, skipped}) => [
      name,
      `${passed + failed} tests${skipped > 0 ? `, ${skipped} skipped` : ''}`,
      failed,
    ]),
    ["moto's own Lambda tests against the sandbox", ...motoCells(moto)],
    ...clients.map(({name, outcome}) => [
      `AWS's own runtime client, unchanged: ${name}`,
      outcome.startsWith('skipped') ? outcome : '1 function',
      outcome === 'did not answer' ? 1 : 0,
    ]),
    ...projects.map(projectRow),
    ['Commands under faults between tool and AWS', `${trials.length} commands, ${faultsOf(trials)} faults`, broken],
    [
      'Rollouts side by side in one process',
      `${many.rollouts}: ${many.promoted} promoted, ${many.takenBack} taken back`,
      many.wrong,
    ],
  ];
  return `# What the promises are tried with

<!-- Written by "npm run trust". -->

All of it ran against the built-in sandbox and recorded answers of AWS; nothing here ran on AWS itself. It took
${minutes} minutes on ${machine}.

${table(['what', 'how much', 'did not hold'], rows)}
${tests.failed.map((name) => `\n- ${name}`).join('')}

## Faults in simulated rollouts

Each of these happened at a call, an event or a moment of its own: ${isBounded ? 'some of those that a rollout has (`npm run trust -- --bounded`)' : 'every one that a rollout has'}.

${table(['what', 'times'], tests.injected)}

## Commands under faults

Every run is one command against a sandbox, through a proxy that lets things go wrong between the two: connections that break
before or after the effect, half answers, answers that never end, pages of HTML, expired tokens, refusals, throttling,
failures of AWS before and after the effect, effects that come late, everything refused for good after a lost write, and a
second writer between a read and a write. What goes wrong, and at which call, is drawn from the run's seed (from
${firstSeed}). Afterwards another client reads the alias, or the reservation, straight from the sandbox and judges it by
[the table of exit codes](exit-codes.md); after exit 6 the printed command is run, and must repair, also after another writer.

${trialTables(trials)}
## What AWS answered LocalStack

LocalStack's tests of the Lambda API keep what AWS answered them. Those of aliases, versions, revisions, concurrency, layers, limits and
updates are replayed call by call by \`test/sandbox/lambda/recorded-*.test.ts\`; the others were compared in the same way, and what differed
was mended. 63 of the tests themselves, those of aliases, versions, revisions, concurrency and logging among them, were run by hand with their
recordings: all that failed is below. These differ still:

${table(['test', 'why'], Object.entries(localstackExplained))}

## Rollouts side by side

${many.rollouts} rollouts of fifteen minutes, one begun each second, a tenth of them of a version that fails: ${many.requests}
requests, ${many.busiestMinute} in the busiest minute, ${(many.cpuSeconds / many.rollouts).toFixed(2)} s of processor time a
rollout with the sandbox in the same process, ${Math.round(many.peakMegabytes)} MB at most.
`;
}

function motoCells(moto: MotoTests | string): readonly [string, string | number] {
  if (typeof moto === 'string') return [moto, '-'];
  const {ran, passed, explained, failed} = moto;
  return [`${ran} tests: ${passed} passed, ${explained} explained`, failed.length];
}

function projectRow(project: PublicProject | SkippedProject): readonly (string | number)[] {
  const {name, tool} = project;
  if ('skipped' in project) return [`${name} from the registry, by ${tool}`, `skipped: ${project.skipped}`, '-'];
  const explained = [...project.explained].map(([rule, files]) => `, ${files} ${rule}`).join('');
  const way = {layer: 'a layer', production: 'production: true', build: 'build:'}[project.way];
  const reference = project.way === 'build' ? 'as it was built' : 'as its own production install';
  return [
    `${name} from the registry, by ${tool}: ${way}`,
    `${project.same} ${project.same === 1 ? 'file' : 'files'} ${reference}${explained}`,
    faultsIn(project),
  ];
}
