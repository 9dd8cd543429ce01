import {setTimeout as sleep} from 'node:timers/promises';
import ConcurrencyClear from '../../src/commands/concurrency/clear.js';
import ConcurrencyReserve from '../../src/commands/concurrency/reserve.js';
import {type Random, seededRandom} from '../../src/lib/analysis/random.js';
import type {CommandClass} from '../cli/run-command.js';
import {runCaptured} from './captured-command.js';
import {FAULT_KINDS, type Fault, type FaultKind, QUICK_KINDS} from './fault.js';
import {type Document, LONGEST_MS, parseDocument, runWithoutFaults, type Trial} from './trial.js';
import type {TrialStage} from './trial-stage.js';

interface Reservation {
  readonly name: string;
  readonly command: CommandClass;
  readonly argv: readonly string[];
  readonly wanted: number | undefined;
}

/** What the function reserves when a run begins. */
const BEFORE = 7;

export const RESERVATIONS: readonly Reservation[] = [
  {name: 'concurrency reserve 0', command: ConcurrencyReserve, argv: ['0', '--yes'], wanted: 0},
  {name: 'concurrency reserve 5', command: ConcurrencyReserve, argv: ['5'], wanted: 5},
  {name: 'concurrency clear', command: ConcurrencyClear, argv: [], wanted: undefined},
];

/** The same as runTrial for the commands that stop a function and start it: AWS has no lock there, and so no other writer. */
export async function runReservationTrial(
  stage: TrialStage,
  seed: number,
  {slowly}: {readonly slowly: boolean},
): Promise<Trial> {
  const random = seededRandom(seed);
  const {name, command, argv, wanted} = pick(random, RESERVATIONS);
  const run = `run-${seed}`;
  const {functionName} = await stage.createFunction(`reserved-${run}`);
  await stage.observer.reserve(functionName, BEFORE);
  stage.proxy.begin(run, {faults: draw(random, wanted, slowly ? FAULT_KINDS : QUICK_KINDS)});
  const beganMs = performance.now();
  const flags = ['--region', run, '--json'];
  const running = runCaptured(command, [functionName, ...argv, ...flags]);
  const ended = await Promise.race([running, sleep(LONGEST_MS, undefined, {ref: false})]);
  const happened = [...stage.proxy.happened(run)];
  const told = {seed, scenario: name, happened, tookMs: Math.round(performance.now() - beganMs)};
  const document = ended && parseDocument(ended.stdout);
  if (!document)
    return {...told, exitCode: -1, broken: [ended ? `one JSON document: ${ended.stdout}` : 'it does not end']};
  stage.proxy.begin(run, {faults: []});
  await stage.proxy.settled();
  const exitCode = document.error?.exitCode ?? 0;
  const after = await stage.observer.reserved(functionName);
  const broken = [...brokenPromises({exitCode, after, wanted}, document)];
  if (exitCode === 6) broken.push(...(await repair(stage, {functionName, flags, wanted}, document)));
  // The pool of the account is for all runs.
  await stage.observer.reserve(functionName, undefined);
  return {...told, exitCode, broken: broken.map((text) => `${text} (${document.error?.message ?? 'ok'})`)};
}

/** One to three faults, half of them at the write itself. */
function draw(random: Random, wanted: number | undefined, drawn: readonly FaultKind[]): readonly Fault[] {
  const upTo = (most: number) => 1 + Math.floor(random() * most);
  const write = wanted === undefined ? 'DeleteFunctionConcurrency' : 'PutFunctionConcurrency';
  const kinds = drawn.filter((kind) => kind !== 'other-writer');
  return Array.from({length: upTo(3)}, (): Fault => {
    const kind = pick(random, kinds);
    const times = {count: upTo(4), ...((kind === 'delay' || kind === 'late-effect') && {delayMs: 20 * upTo(10)})};
    const place = random();
    if (place < 0.5) return {kind, operation: write, nth: upTo(2), ...times};
    return place < 0.7
      ? {kind, operation: 'GetFunctionConcurrency', nth: upTo(3), ...times}
      : {kind, nth: upTo(8), ...times};
  });
}

interface Ending {
  readonly exitCode: number;
  readonly after: number | undefined;
  readonly wanted: number | undefined;
}

function brokenPromises(ending: Ending, {result}: Document): readonly string[] {
  const {exitCode, after, wanted} = ending;
  const seen = JSON.stringify(ending);
  switch (exitCode) {
    case 0: {
      const isAsAsked = after === wanted ? [] : [`exit 0: as asked: ${seen}`];
      const isKnown = result?.previousReserved === BEFORE || result?.previousUnknown !== undefined;
      // A lost answer may have been found done by the next look, which sees what is there by then.
      const isDone = result?.changed === false;
      return isKnown || isDone
        ? isAsAsked
        : [...isAsAsked, `exit 0: what was there is told: ${JSON.stringify(result)}`];
    }
    case 2:
    case 3:
    case 4:
      return after === BEFORE ? [] : [`exit ${exitCode}: untouched: ${seen}`];
    case 6:
      return [];
    default:
      return [`an exit code of these commands: ${seen}`];
  }
}

interface Ended {
  readonly functionName: string;
  readonly flags: readonly string[];
  readonly wanted: number | undefined;
}

/** What exit 6 prints, run without faults: it is as asked afterwards. */
async function repair(
  stage: TrialStage,
  {functionName, flags, wanted}: Ended,
  {error}: Document,
): Promise<readonly string[]> {
  const printed = error?.suggestions.find((text) => text.startsWith('lambda-release concurrency '));
  const words = printed?.split(' ').slice(2) ?? [];
  const command = words[0] === 'clear' ? ConcurrencyClear : ConcurrencyReserve;
  const yes = wanted === 0 ? ['--yes'] : [];
  const place = words.includes('--region') ? ['--json'] : flags;
  const document = printed ? await runWithoutFaults(command, [...words.slice(1), ...yes, ...place]) : undefined;
  const after = await stage.observer.reserved(functionName);
  return document?.ok && after === wanted ? [] : [`the command of exit 6 repairs: ${printed}: ${after}`];
}

function pick<Item>(random: Random, items: readonly Item[]): Item {
  return items[Math.floor(random() * items.length)] as Item;
}
