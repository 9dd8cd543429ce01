import {CreateAliasCommand} from '@aws-sdk/client-lambda';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {type Random, seededRandom} from '../../src/lib/analysis/random.js';
import {isWhole} from '../fakes/whole.js';
import {FAULT_KINDS, type Fault} from '../proxy/fault.js';
import {FaultProxy} from '../proxy/fault-proxy.js';
import {Observer} from '../proxy/observer.js';
import {brokenPromises, isAt} from '../proxy/promises.js';
import {type Ended, Stage} from './stage.js';

const SEEDS = Array.from({length: isWhole ? 200 : 6}, (_, index) => index + 1);
const AT_ONCE = 4;
const LONGEST_MS = 3_600_000;
const TARGET = {version: '2', weights: {}, description: ''};
const ON_STABLE = {version: '1', weights: {}};
const ROLLOUT = ['--steps', '10%:1m, 50%:1m', '--watch', '1m', '--on-inconclusive', 'promote', '--yes', '--json'];
/** What is sent, and how long after the one before it. The third way is what npm makes of one Ctrl-C. */
const SIGNALS = [
  [['SIGINT', 0]],
  [['SIGTERM', 0]],
  [
    ['SIGINT', 0],
    ['SIGINT', 3],
  ],
  [
    ['SIGINT', 0],
    ['SIGTERM', 1_200],
  ],
  [
    ['SIGINT', 0],
    ['SIGINT', 1_200],
    ['SIGINT', 1_200],
  ],
  [['SIGKILL', 0]],
] as const;

let stage: Stage;
let proxy: FaultProxy;
let observer: Observer;
beforeAll(async () => {
  stage = await Stage.open(300);
  proxy = await FaultProxy.start(stage.sandbox);
  observer = new Observer(stage.sandbox);
  await stage.create('signalled');
  const source = await stage.betterCode('signalled');
  expect((await stage.run(['publish', 'signalled', '--source', source])).exitCode).toBe(0);
});
afterAll(async () => {
  observer.close();
  await proxy.close();
  await stage.close();
});

/** One or two faults somewhere, and signals at some call of the first thirty. */
function draw(random: Random) {
  const upTo = (most: number) => 1 + Math.floor(random() * most);
  const kinds = FAULT_KINDS.filter((kind) => kind !== 'other-writer');
  const faults = Array.from({length: upTo(2)}, (): Fault => {
    const kind = kinds[upTo(kinds.length) - 1] ?? 'reset-after';
    return {kind, operation: 'UpdateAlias', nth: upTo(4), delayMs: 60};
  });
  return {faults, signals: SIGNALS[upTo(SIGNALS.length) - 1] ?? SIGNALS[0], atCall: upTo(30)};
}

/** Runs a rollout that is signalled at a call, and judges how it left the alias; the promises it broke, and how it ended. */
async function signalledRun(seed: number): Promise<{readonly end: string; readonly broken: readonly string[]}> {
  const run = `signalled-${seed}`;
  const {faults, signals, atCall} = draw(seededRandom(seed));
  await stage.lambda.send(new CreateAliasCommand({FunctionName: 'signalled', Name: run, FunctionVersion: '1'}));
  const before = await observer.see({functionName: 'signalled', alias: run});
  const environment = {AWS_ENDPOINT_URL: proxy.endpoint};
  let send = () => undefined as undefined;
  proxy.begin(run, {faults, onCall: (_operation, count) => count === atCall && send()});
  const rollout = stage.start(['rollout', 'start', `signalled:${run}`, '2', ...ROLLOUT, '--region', run], environment);
  send = () => {
    let waitMs = 0;
    for (const [signal, pauseMs] of signals) {
      waitMs += pauseMs;
      setTimeout(() => rollout.process.kill(signal), waitMs);
    }
  };
  const ended = await rollout.ended;
  proxy.begin(run, {faults: []});
  await proxy.settled();
  const after = await observer.see({functionName: 'signalled', alias: run});
  const notActive = await observer.notActive({functionName: 'signalled', alias: run}, after);
  const {exitCode} = ended;
  if (exitCode === 137)
    return {end: 'killed', broken: await repaired(`lambda-release rollout abort signalled:${run}`, run)};
  const broken = [...brokenPromises({exitCode, before, after, target: TARGET, notActive}), ...unlessOneDocument(ended)];
  if (exitCode === 6 && broken.length === 0) {
    const [command = ''] = JSON.parse(ended.stdout).error.suggestions;
    broken.push(...(await repaired(command, run)));
  }
  return {end: String(exitCode), broken: broken.map((text) => `seed ${seed}: ${text}\n${ended.stdout}`)};
}

function unlessOneDocument({stdout, exitCode}: Ended): readonly string[] {
  try {
    const document = JSON.parse(stdout) as {error?: {exitCode: number}};
    return (document.error?.exitCode ?? 0) === exitCode ? [] : ['the document tells another exit code'];
  } catch {
    return ['stdout is one JSON document'];
  }
}

/** Runs the command from another shell; afterwards one version has all traffic. */
async function repaired(command: string, run: string): Promise<readonly string[]> {
  const {exitCode, stdout} = await stage.run([...command.split(' ').slice(1), '--json']);
  const after = await observer.see({functionName: 'signalled', alias: run});
  const isAtRest = isAt(after, ON_STABLE) || isAt(after, TARGET);
  return exitCode === 0 && isAtRest ? [] : [`${command} repairs: ${JSON.stringify(after)} ${stdout}`];
}

describe('signals and kills at any call, under faults', () => {
  it(
    `${SEEDS.length} rollouts leave traffic where their exit code says`,
    async () => {
      const waiting = [...SEEDS];
      const ends: Record<string, number> = {};
      const broken: string[] = [];
      const work = async () => {
        for (let seed = waiting.pop(); seed !== undefined; seed = waiting.pop()) {
          const result = await signalledRun(seed);
          ends[result.end] = (ends[result.end] ?? 0) + 1;
          broken.push(...result.broken);
        }
      };
      await Promise.all(Array.from({length: AT_ONCE}, work));
      console.log(`${SEEDS.length} × signals: ${JSON.stringify(ends)}`);
      expect(broken).toEqual([]);
    },
    LONGEST_MS,
  );
});
