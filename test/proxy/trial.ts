import {setTimeout as sleep} from 'node:timers/promises';
import RolloutAbort from '../../src/commands/rollout/abort.js';
import RolloutStart from '../../src/commands/rollout/start.js';
import {seededRandom} from '../../src/lib/analysis/random.js';
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

interface Document {
  readonly ok: boolean;
  readonly error?: {readonly exitCode: number; readonly message: string; readonly suggestions: readonly string[]};
}

/** Far more than any command may take under faults that end. */
const LONGEST_MS = 90_000;
const ON_STABLE = {version: '1', weights: {}, description: ''};
const ON_CANDIDATE = {version: '2', weights: {}, description: ''};

/** Runs one command under the faults that the seed draws, looks at the alias from outside, and judges the promises. */
export async function runTrial(stage: TrialStage, seed: number): Promise<Trial> {
  const draw = drawRun(seededRandom(seed));
  const {scenario} = draw;
  const run = `run-${seed}`;
  const before = await prepare(stage, run, draw);
  let theirs: SeenAlias | undefined;
  const otherWriter = async () => {
    if (theirs) return;
    theirs = {version: '1', weights: {'2': 0.07}, description: `theirs ${run}`};
    await stage.observer.write(run, theirs);
  };
  stage.proxy.begin(run, {faults: draw.faults, otherWriter});
  const argv = [`${FUNCTION}:${run}`, ...scenario.argv, '--region', run, '--json'];
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
  const after = await stage.observer.see(run);
  const target = {'version 1': ON_STABLE, 'version 2': ON_CANDIDATE, 'the same': before ?? ON_STABLE}[scenario.to];
  const broken = [...brokenPromises({exitCode, before, after, target, theirs})];
  if (exitCode === 6 && !theirs) broken.push(...(await repair(stage, run, document)));
  return {...told, exitCode, broken: broken.map((text) => `${text} (${document.error?.message ?? 'ok'})`)};
}

async function prepare(stage: TrialStage, run: string, {scenario}: Draw): Promise<SeenAlias | undefined> {
  if (scenario.from === 'nothing') return undefined;
  await stage.createAlias(run);
  if (scenario.from === 'a rollout') {
    const detached = ['--steps', '10%:1m', '--watch', '1m', '--detach', '--yes', '--region', run, '--json'];
    const {stdout} = await runCaptured(RolloutStart, [`${FUNCTION}:${run}`, '2', ...detached]);
    if (!parseDocument(stdout)?.ok) throw new Error(`No rollout to begin with: ${stdout}`);
  }
  return stage.observer.see(run);
}

/** The command that exit 6 prints, run without faults: all traffic is on one version afterwards. */
async function repair(stage: TrialStage, run: string, {error}: Document): Promise<readonly string[]> {
  const command = error?.suggestions.find((text) => /^(lambda-release|aws) \S/.test(text));
  if (!command) return ['exit 6 prints the command that repairs it'];
  if (command.startsWith('aws lambda update-alias')) {
    await stage.observer.runAwsCommand(command);
  } else {
    const words = command.split(' ');
    const isAbort = command.includes('rollout abort');
    if (!isAbort && !command.includes('rollout start')) return [`exit 6 prints a command that repairs: ${command}`];
    const argv = [...words.slice(3), '--region', run, '--json', ...(isAbort ? [] : ['--yes'])];
    const {stdout} = await runCaptured(isAbort ? RolloutAbort : RolloutStart, argv);
    // Created already, by the write whose answer was lost: as good.
    if (!parseDocument(stdout)?.ok && isAbort) return [`the command of exit 6 succeeds: ${command}: ${stdout}`];
  }
  const after = await stage.observer.see(run);
  const isRepaired = isAt(after, ON_STABLE) || isAt(after, ON_CANDIDATE);
  return isRepaired ? [] : [`the command of exit 6 repairs: ${command}: ${JSON.stringify(after)}`];
}

function parseDocument(stdout: string): Document | undefined {
  try {
    return JSON.parse(stdout) as Document;
  } catch {
    // Nothing, or more than one document: judged by the caller.
    return undefined;
  }
}
