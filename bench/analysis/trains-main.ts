/**
 * Trains: cars judged together, by what the product judges with. Seeded: the same numbers on every machine.
 *
 *   npx tsx bench/analysis/trains-main.ts [--runs 40] [--seed 1] [--write]
 *
 * `--write` puts the tables into docs/trains.md. Exits 1 when more than alpha of the tolerable trains were convicted.
 */
import {readFileSync, writeFileSync} from 'node:fs';
import {parseArgs} from 'node:util';
import {seededRandom} from '../../src/lib/analysis/random.js';
import {DEFAULT_SETTINGS} from '../../src/lib/analysis/settings.js';
import {markdownTable, trainCells} from './table.js';
import {CARS_OF_A_WORLD, runCar, runTrain, trainWorlds, wasConvicted} from './trains.js';
import {identicalWorlds} from './worlds.js';

const DOCUMENT = new URL('../../docs/trains.md', import.meta.url);
const [BEGIN, END] = ['<!-- bench:trains begin -->', '<!-- bench:trains end -->'];

const {values} = parseArgs({
  options: {
    runs: {type: 'string', default: '40'},
    seed: {type: 'string', default: '1'},
    write: {type: 'boolean', default: false},
  },
});
const [runs, seed] = [Number(values.runs), Number(values.seed)];
if (![runs, seed].every((value) => Number.isInteger(value) && value > 0))
  throw new Error('--runs and --seed are whole numbers.');

const trains = trainWorlds().map((world, index) => {
  process.stderr.write(`${world.cars} cars, ${world.perMinute}/min ${world.name}\n`);
  const random = seededRandom(seed * 400_009 + index);
  return {world, ends: Array.from({length: runs}, () => runTrain(world, random))};
});
const inWorlds = identicalWorlds().map((world, index) => {
  process.stderr.write(`${CARS_OF_A_WORLD} cars, ${world.perMinute}/min ${world.name}\n`);
  const random = seededRandom(seed * 500_009 + index);
  const train = () => Array.from({length: CARS_OF_A_WORLD}, () => runCar(world, random));
  return {world, convicted: Array.from({length: runs}, () => wasConvicted(train())).filter(Boolean).length};
});
const convicted = inWorlds.reduce((sum, each) => sum + each.convicted, 0);

const good = trains.filter(({world}) => world.isGood);
const goodConvicted = good.map(({ends}) => ends.filter(({convictedAt}) => convictedAt !== undefined).length);

const text = `${BEGIN}

Made by \`npm run bench:trains -- --runs ${runs} --seed ${seed} --write\`: ${runs} trains a row, half an hour at 5 %, every alias failing
0.1 % before and 1.1 % after. Aliases that their own judge convicts are out, the others are judged together.

${markdownTable(
  [
    'aliases',
    'requests/min of each',
    'train convicted',
    'minute, median / 95th percentile',
    'fell by themselves, mean',
  ],
  trains
    .filter(({world}) => !world.isGood)
    .map(({world: {cars, perMinute}, ends}) => [String(cars), perMinute.toLocaleString('en-US'), ...trainCells(ends)]),
)}

Wrongly convicted: ${goodConvicted.reduce((sum, count) => sum + count, 0)} of ${runs * good.length} trains of 3 to 100 aliases that are identical, just tolerated, meet an outage of all, or have one bad
alias among them (at most ${Math.max(...goodConvicted)} of ${runs} in a row); and of ${runs * inWorlds.length} trains of ${CARS_OF_A_WORLD} identical versions in the
[worlds that are hard on judges](analysis.md#identical-versions-in-worlds-that-are-hard-on-judges), by default steps, late points and all, ${convicted} (at most ${Math.max(...inWorlds.map((each) => each.convicted))} of ${runs} in a world).

${END}`;

process.stdout.write(`${text}\n`);
if (values.write) {
  const document = readFileSync(DOCUMENT, 'utf8');
  const [before, after] = [document.indexOf(BEGIN), document.indexOf(END)];
  if (before < 0 || after < 0) throw new Error('docs/trains.md has lost the marks between which the tables go.');
  writeFileSync(DOCUMENT, document.slice(0, before) + text + document.slice(after + END.length));
}

/** More than alpha, and not by the chance of a few runs. */
const expected = runs * DEFAULT_SETTINGS.alpha;
const most = Math.ceil(expected + 3 * Math.sqrt(expected));
const broken = [
  ...trains.flatMap(({world: {cars, perMinute, name, isGood}, ends}) => {
    const count = ends.filter(({convictedAt}) => convictedAt !== undefined).length;
    return isGood && count > most ? [`${cars} cars, ${perMinute}/min ${name}`] : [];
  }),
  ...inWorlds.flatMap(({world, convicted: count}) => (count > most ? [`${world.perMinute}/min ${world.name}`] : [])),
];
for (const each of broken) process.stderr.write(`promise broken: ${each}\n`);
process.exitCode = broken.length === 0 ? 0 : 1;
