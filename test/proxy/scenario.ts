import Deploy from '../../src/commands/deploy.js';
import Rollback from '../../src/commands/rollback.js';
import RolloutAbort from '../../src/commands/rollout/abort.js';
import RolloutHold from '../../src/commands/rollout/hold.js';
import RolloutPromote from '../../src/commands/rollout/promote.js';
import RolloutResume from '../../src/commands/rollout/resume.js';
import RolloutStart from '../../src/commands/rollout/start.js';
import Shift from '../../src/commands/shift.js';
import type {Random} from '../../src/lib/analysis/random.js';
import type {CommandClass} from '../cli/run-command.js';
import {FAULT_KINDS, type Fault, QUICK_KINDS} from './fault.js';

/** A command to run under faults. */
export interface Scenario {
  readonly name: string;
  readonly command: CommandClass;
  readonly argv: readonly string[];
  /** What the alias is in when it begins. */
  readonly from: 'version 1' | 'version 2' | 'a rollout' | 'nothing';
  /** Where it is asked to go. */
  readonly to: 'version 1' | 'version 2' | 'the same';
  /** Whether it publishes what it moves to: from new code of a function of its own, whose only version is 1. */
  readonly publishes: boolean;
}

const QUICK = ['--steps', '10%:1m', '--on-inconclusive', 'promote', '--yes'];

export const SCENARIOS: readonly Scenario[] = [
  scenario('start', RolloutStart, ['2', ...QUICK, '--watch', '0s'], 'version 1', 'version 2'),
  scenario('start, watched', RolloutStart, ['2', ...QUICK, '--watch', '1m'], 'version 1', 'version 2'),
  scenario('resume', RolloutResume, ['--on-inconclusive', 'promote', '--yes'], 'a rollout', 'version 2'),
  scenario('shift', Shift, ['2', '--yes'], 'version 1', 'version 2'),
  scenario('create', RolloutStart, ['1', '--create', '--yes'], 'nothing', 'version 1'),
  scenario('abort', RolloutAbort, [], 'a rollout', 'version 1'),
  scenario('promote', RolloutPromote, ['--full', '--yes'], 'a rollout', 'version 2'),
  scenario('hold', RolloutHold, [], 'a rollout', 'the same'),
  scenario('rollback', Rollback, ['--yes'], 'version 2', 'version 1'),
  {...scenario('deploy', Deploy, [...QUICK, '--watch', '0s'], 'version 1', 'version 2'), publishes: true},
];

function scenario(
  name: string,
  command: CommandClass,
  argv: readonly string[],
  from: Scenario['from'],
  to: Scenario['to'],
): Scenario {
  return {name, command, argv, from, to, publishes: false};
}

export interface Draw {
  readonly scenario: Scenario;
  readonly faults: readonly Fault[];
}

/** In one run of so many everything is refused for good once a write's answer was lost. */
const FOR_GOOD_EVERY = 10;
const LOSING = ['reset-after', 'truncate', 'server-error-after', 'late-effect'] as const;
const REFUSING = ['access-denied', 'unrecognized-client', 'expired-token', 'throttle', 'server-error-before'] as const;

/**
 * What a run does and what happens to it, by its random numbers: one to three faults, half of them at the write itself.
 * `slowly`: also refusals that never end, when the way back is tried for five minutes of the wall, and answers that never do.
 */
export function drawRun(random: Random, {slowly}: {readonly slowly: boolean}): Draw {
  const pick = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)] as Item;
  const upTo = (most: number) => 1 + Math.floor(random() * most);
  const chosen = pick(SCENARIOS);
  const write = chosen.from === 'nothing' ? 'CreateAlias' : 'UpdateAlias';
  if (slowly && random() < 1 / FOR_GOOD_EVERY) {
    const lost = {kind: pick(LOSING), operation: write, nth: upTo(2)};
    return {scenario: chosen, faults: [lost, {kind: pick(REFUSING), nth: 1, count: 100_000, afterAnother: true}]};
  }
  const faults = Array.from({length: upTo(3)}, (): Fault => {
    const kind = pick(slowly ? FAULT_KINDS : QUICK_KINDS);
    // Between a read and the write that was decided by it: anywhere else another writer is just an earlier state.
    if (kind === 'other-writer') return {kind, operation: 'UpdateAlias', nth: upTo(2)};
    const times = {count: upTo(4), ...((kind === 'delay' || kind === 'late-effect') && {delayMs: 20 * upTo(10)})};
    const place = random();
    if (place < 0.5) return {kind, operation: write, nth: upTo(3), ...times};
    return place < 0.7 ? {kind, operation: 'GetAlias', nth: upTo(6), ...times} : {kind, nth: upTo(25), ...times};
  });
  return {scenario: chosen, faults};
}
