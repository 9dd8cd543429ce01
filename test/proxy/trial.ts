import {setTimeout as sleep} from 'node:timers/promises';
import {isDeepStrictEqual} from 'node:util';
import RolloutAbort from '../../src/commands/rollout/abort.js';
import RolloutStart from '../../src/commands/rollout/start.js';
import Shift from '../../src/commands/shift.js';
import Status from '../../src/commands/status.js';
import {seededRandom} from '../../src/lib/analysis/random.js';
import {type AliasRef, formatAliasRef} from '../../src/lib/model/function/ref.js';
import type {CommandClass} from '../cli/run-command.js';
import {runCaptured} from './captured-command.js';
import type {SeenAlias} from './observer.js';
import {brokenPromises, isAt} from './promises.js';
import {type Draw, drawRun} from './scenario.js';
import {FUNCTION, type TrialStage} from './trial-stage.js';

export interface Trial {
  readonly seed: number;
  readonly scenario: string;
  readonly exitCode: number;
  readonly happened: readonly string[];
  /** How long the command took, of the wall. */
  readonly tookMs: number;
  /** Promises that were broken, in words; none when all is well. */
  readonly broken: readonly string[];
}

export interface Document {
  readonly ok: boolean;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: {
    readonly code: string;
    readonly exitCode: number;
    readonly message: string;
    readonly suggestions: readonly string[];
  };
}

/** Far more than any command may take: its longest way back is five minutes of the wall. */
export const LONGEST_MS = 900_000;
const ATTEMPTS = 5;
const ON_STABLE = {version: '1', weights: {}, description: ''};
const ON_CANDIDATE = {version: '2', weights: {}, description: ''};

/** Runs one command under the faults that the seed draws, looks at the alias from outside, and judges the promises. */
export async function runTrial(stage: TrialStage, seed: number, options: {readonly slowly: boolean}): Promise<Trial> {
  const draw = drawRun(seededRandom(seed), options);
  const {scenario} = draw;
  const run = `run-${seed}`;
  const ref = await prepare(stage, run, draw);
  const before = scenario.from === 'nothing' ? undefined : await stage.observer.see(ref);
  let theirs: SeenAlias | undefined;
  const otherWriter = async () => {
    if (theirs) return;
    theirs = {version: '1', weights: {'2': 0.07}, description: `theirs ${run}`};
    await stage.observer.write(ref, theirs);
  };
  stage.proxy.begin(run, {faults: draw.faults, otherWriter});
  const more = scenario.publishes ? ['--source', stage.source] : [];
  const argv = [formatAliasRef(ref), ...scenario.argv, ...more, '--region', run, '--json'];
  const beganMs = performance.now();
  const ended = await Promise.race([runCaptured(scenario.command, argv), sleep(LONGEST_MS, undefined, {ref: false})]);
  const happened = [...stage.proxy.happened(run)];
  const told = {seed, scenario: scenario.name, happened, tookMs: Math.round(performance.now() - beganMs)};
  if (!ended) return {...told, exitCode: -1, broken: ['it does not end']};
  const document = parseDocument(ended.stdout);
  if (!document) return {...told, exitCode: -1, broken: [`one JSON document on stdout: ${ended.stdout}`]};
  const exitCode = document.error?.exitCode ?? 0;
  stage.proxy.begin(run, {faults: []});
  await stage.proxy.settled();
  const after = await stage.observer.see(ref);
  const notActive = await stage.observer.notActive(ref, after);
  const target = {'version 1': ON_STABLE, 'version 2': ON_CANDIDATE, 'the same': before ?? ON_STABLE}[scenario.to];
  const broken = [...brokenPromises({exitCode, before, after, target, theirs, notActive})];
  if (exitCode === 6) broken.push(...(await repair(stage, {run, ref, theirs, target}, document)));
  return {...told, exitCode, broken: broken.map((text) => `${text} (${document.error?.message ?? 'ok'})`)};
}

async function prepare(stage: TrialStage, run: string, {scenario}: Draw): Promise<AliasRef> {
  if (scenario.publishes) return stage.createFunction(`checkout-${run}`);
  if (scenario.from === 'nothing') return {functionName: FUNCTION, alias: run};
  const ref = await stage.createAlias(run, scenario.from === 'version 2' ? '2' : '1');
  if (scenario.from === 'a rollout') await beginRollout(stage, run, ref);
  return ref;
}

/** A rollout at its first step. What a machine that is too busy has made of an attempt is put right from outside. */
async function beginRollout(stage: TrialStage, run: string, ref: AliasRef): Promise<void> {
  const detached = ['--steps', '10%:1m', '--watch', '1m', '--detach', '--yes', '--region', run, '--json'];
  for (let attempt = 1; ; attempt++) {
    const begun = await runWithoutFaults(RolloutStart, [formatAliasRef(ref), '2', ...detached]);
    if (begun?.ok) break;
    if (attempt === ATTEMPTS) throw new Error(`No rollout to begin with: ${JSON.stringify(begun)}`);
    await stage.observer.write(ref, ON_STABLE);
  }
  // Its last write may have been given up, too, and be carried out in the middle of the trial.
  await stage.observer.settle(ref);
}

interface Ended {
  readonly run: string;
  readonly ref: AliasRef;
  readonly theirs: SeenAlias | undefined;
  /** What the command was asked for. */
  readonly target: SeenAlias;
}

/**
 * What exit 6 prints, run without faults: all traffic is on one version afterwards, or as asked. After another writer it shows what there
 * is and leaves it alone; then the way back that is named beside it is taken.
 */
async function repair(
  stage: TrialStage,
  {run, ref, theirs, target}: Ended,
  {error}: Document,
): Promise<readonly string[]> {
  const command = error?.suggestions.find((text) => /^(lambda-release|aws) \S/.test(text));
  if (!command) return ['exit 6 prints the command to run'];
  const refused = await runPrinted(stage, run, command, theirs !== undefined);
  if (refused) return [refused];
  if (command.startsWith('lambda-release status')) {
    if (!isDeepStrictEqual(await stage.observer.see(ref), theirs)) return [`${command} leaves everything as it is`];
    const wayBack = error?.suggestions
      .map((text) => /lambda-release shift (?:--\S+ \S+ )*\S+ \d+/.exec(text)?.[0])
      .find(Boolean);
    if (!wayBack) return ['exit 6 names the way back beside the look'];
    const failed = await runPrinted(stage, run, wayBack, false);
    if (failed) return [failed];
  } else if (theirs) {
    return [];
  }
  const after = await stage.observer.see(ref);
  // A hold leaves traffic split, as it was.
  const isRepaired = [ON_STABLE, ON_CANDIDATE, target].some((state) => isAt(after, state));
  return isRepaired ? [] : [`the command of exit 6 repairs: ${command}: ${JSON.stringify(after)}`];
}

const PRINTED: readonly (readonly [string, CommandClass, readonly string[]])[] = [
  ['lambda-release rollout abort ', RolloutAbort, []],
  ['lambda-release rollout start ', RolloutStart, ['--yes']],
  ['lambda-release shift ', Shift, ['--yes']],
  ['lambda-release status ', Status, []],
];

/** Runs a command as it was printed; why it did not do its work, or nothing. */
async function runPrinted(
  stage: TrialStage,
  run: string,
  command: string,
  mayBeRefused: boolean,
): Promise<string | undefined> {
  if (command.startsWith('aws lambda update-alias')) {
    await stage.observer.runAwsCommand(command);
    return undefined;
  }
  const [start, runs, more] = PRINTED.find(([text]) => command.startsWith(text)) ?? [];
  if (start === undefined || !runs || !more) return `exit 6 prints a command that is known: ${command}`;
  const words = command.slice(start.length).split(' ');
  const place = words.includes('--region') ? [] : ['--region', run];
  const argv = [...words, ...more.filter((flag) => !words.includes(flag)), ...place, '--json'];
  const document = await runWithoutFaults(runs, argv);
  if (document?.ok || (mayBeRefused && document?.error?.exitCode === 3)) return undefined;
  return `the command of exit 6 succeeds: ${command}: ${document?.error?.message}`;
}

/** Only a machine that is too busy to answer in time can keep it from its work: whoever pasted it pastes it again then. */
export async function runWithoutFaults(command: CommandClass, argv: readonly string[]): Promise<Document | undefined> {
  for (let attempt = 1; ; attempt++) {
    const document = parseDocument((await runCaptured(command, argv)).stdout);
    if (!isOfTime(document?.error) || attempt === ATTEMPTS) return document;
  }
}

/** An end that came of answers that did not come in time: of the command's own code, or what is told beside it. */
function isOfTime(error: Document['error']): boolean {
  return (
    error !== undefined && (error.code === 'TIMEOUT' || /No answer to \S+ .* in time|Time is up/.test(error.message))
  );
}

export function parseDocument(stdout: string): Document | undefined {
  try {
    return JSON.parse(stdout) as Document;
  } catch {
    // Nothing, or more than one document: judged by the caller.
    return undefined;
  }
}
