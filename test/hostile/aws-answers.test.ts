import {afterAll, beforeAll, expect, test, vi} from 'vitest';
import ConcurrencyShow from '../../src/commands/concurrency/show.js';
import Doctor from '../../src/commands/doctor.js';
import History from '../../src/commands/history.js';
import Invoke from '../../src/commands/invoke.js';
import LayersList from '../../src/commands/layers/list.js';
import Logs from '../../src/commands/logs.js';
import Plan from '../../src/commands/plan.js';
import Rollback from '../../src/commands/rollback.js';
import RolloutAbort from '../../src/commands/rollout/abort.js';
import RolloutStart from '../../src/commands/rollout/start.js';
import RolloutStatus from '../../src/commands/rollout/status.js';
import Shift from '../../src/commands/shift.js';
import Status from '../../src/commands/status.js';
import VersionsDiff from '../../src/commands/versions/diff.js';
import VersionsList from '../../src/commands/versions/list.js';
import VersionsPrune from '../../src/commands/versions/prune.js';
import {type Random, seededRandom} from '../../src/lib/analysis/random.js';
import {EXIT_CODES} from '../../src/lib/errors.js';
import type {CommandClass} from '../cli/run-command.js';
import {isWhole} from '../fakes/whole.js';
import {runCaptured} from '../proxy/captured-command.js';
import {FUNCTION, openTrialStage, type TrialStage} from '../proxy/trial-stage.js';
import {mangle} from './mangle.js';

const RUNS = isWhole ? 1_000 : 50;
const AT_ONCE = 10;
const LONGEST_MS = 3_600_000;

const START = ['2', '--steps', '10%:1m', '--watch', '0s', '--on-inconclusive', 'promote', '--yes'];
/** Commands as they are called with an alias of their own, or without one. */
const COMMANDS: readonly (readonly [CommandClass, (ref: string) => readonly string[]])[] = [
  [Status, (ref) => [ref]],
  [RolloutStatus, (ref) => [ref]],
  [RolloutStart, (ref) => [ref, ...START]],
  [RolloutAbort, (ref) => [ref]],
  [Shift, (ref) => [ref, '1=90', '2=10', '--yes']],
  [Rollback, (ref) => [ref, '--to', '2', '--yes']],
  [Plan, (ref) => [ref, '--version', '2']],
  [History, (ref) => [ref]],
  [VersionsList, () => [FUNCTION]],
  [VersionsDiff, () => [FUNCTION, '1', '2']],
  [VersionsPrune, () => [FUNCTION, '--keep', '1', '--dry-run']],
  [ConcurrencyShow, () => [FUNCTION]],
  [LayersList, () => ['deps']],
  [Logs, (ref) => [ref]],
  [Invoke, (ref) => [ref]],
  [Doctor, (ref) => [ref]],
];

let stage: TrialStage;
beforeAll(async () => {
  stage = await openTrialStage((name, value) => vi.stubEnv(name, value));
});
afterAll(async () => {
  await stage.close();
  vi.unstubAllEnvs();
});

/** Lets one answer of the first few be another than AWS gives. */
function mangler(random: Random): {readonly answer: (body: Buffer) => Buffer; changed(): string} {
  const aimed = Math.floor(random() * 5);
  let count = 0;
  let changed = 'nothing';
  const answer = (body: Buffer) => {
    if (count++ !== aimed || body[0] !== 0x7b) return body;
    const text = mangle(body.toString(), random);
    changed = text.length > 2_000 ? `${text.slice(0, 2_000)} …` : text;
    return Buffer.from(text);
  };
  return {answer, changed: () => changed};
}

async function broken(seed: number): Promise<readonly string[]> {
  const random = seededRandom(seed);
  const run = `mangled-${seed}`;
  const [command, argvOf] = COMMANDS[seed % COMMANDS.length] ?? [Status, (ref: string) => [ref]];
  const isJson = random() < 0.5;
  await stage.createAlias(run);
  const {answer, changed} = mangler(random);
  stage.proxy.begin(run, {faults: [], answer});
  const argv = [...argvOf(`${FUNCTION}:${run}`), '--region', run, ...(isJson ? ['--json'] : [])];
  const {stdout, stderr} = await runCaptured(command, argv);
  const said = stdout + stderr;
  const wrong = [
    [/bug of lambda-release|"exitCode": ?1\b/.test(said), 'a bug'],
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal would obey.
    [/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/.test(said), 'a control character'],
    [said.length > 1_000_000, 'far too much'],
    [isJson && !isDocument(stdout), 'no document'],
  ] as const;
  return wrong
    .filter(([is]) => is)
    .map(([, what]) => `seed ${seed}, ${command.id} ${argv.join(' ')}: ${what}\n${said.slice(0, 1_500)}\n${changed()}`);
}

function isDocument(stdout: string): boolean {
  const {ok, error} = JSON.parse(stdout) as {ok: boolean; error?: {exitCode: number}};
  return ok ? error === undefined : error !== undefined && error.exitCode in EXIT_CODES;
}

test(
  'answers of AWS with members that are missing, wrong or huge end no command as a bug',
  async () => {
    const waiting = Array.from({length: RUNS}, (_, index) => index + 1);
    const found: string[] = [];
    const work = async () => {
      for (let seed = waiting.pop(); seed !== undefined; seed = waiting.pop()) found.push(...(await broken(seed)));
    };
    await Promise.all(Array.from({length: AT_ONCE}, work));
    console.log(`${RUNS} × an answer of AWS with another member`);
    expect(found).toEqual([]);
  },
  LONGEST_MS,
);
