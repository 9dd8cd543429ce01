import {describe, expect, it} from 'vitest';
import {createAlias} from '../../../src/lib/execute/alias/create-alias.js';
import {type MoveOutcome, moveTraffic} from '../../../src/lib/execute/alias/traffic-move.js';
import {abortRollout} from '../../../src/lib/execute/rollout/abort.js';
import {holdRollout} from '../../../src/lib/execute/rollout/hold.js';
import {promoteRollout} from '../../../src/lib/execute/rollout/promote.js';
import {toMoveError} from '../../../src/lib/execute/rollout/release-error.js';
import {rolloutStanding} from '../../../src/lib/model/rollout/standing.js';
import {planRollback} from '../../../src/lib/plan/rollout/rollback.js';
import {planStart} from '../../../src/lib/plan/rollout/start.js';
import type {Fault} from '../../fakes/call-gate.js';
import {readUpdateAlias} from '../../proxy/aws-command.js';
import {aProcess, aSpec, observed, Process, planOfShift, REF} from './rollout-world.js';

type Move = (process: Process, signal?: AbortSignal) => Promise<Parameters<typeof toMoveError>[1]>;

const seen = (process: Process) => observed(process.world.newest(REF));
const shift = (text: string) => (process: Process, signal?: AbortSignal) =>
  moveTraffic(process.deps, planOfShift(process, text), signal);

function rollBack(process: Process, signal?: AbortSignal): Promise<MoveOutcome> {
  const planned = planRollback({...seen(process), others: []});
  if (!planned.ok) throw new Error(planned.refusals[0].message);
  return moveTraffic(process.deps, planned.plan, signal);
}

const promote = (full: boolean) => (process: Process, signal?: AbortSignal) =>
  promoteRollout(process.deps, {full}, seen(process), signal);

/** What is asked for, in what, and how the alias is when it has come about: `stable candidate@weight [state of a rollout]`. */
const MOVES: readonly (readonly [string, 'rest' | 'rollout' | 'watch', Move, string])[] = [
  ['a shift of some traffic', 'rest', shift('7@10'), '6 7@10 foreign'],
  ['a shift of all traffic', 'rest', shift('7'), '7 idle'],
  ['a rollback', 'rest', rollBack, '5 idle'],
  ['a rollback in a rollout', 'rollout', rollBack, '6 idle'],
  ['an abort', 'rollout', (process, signal) => abortRollout(process.deps, REF, signal), '6 idle'],
  ['an abort in a watch', 'watch', (process, signal) => abortRollout(process.deps, REF, signal), '6 idle'],
  ['a promotion to the next step', 'rollout', promote(false), '6 7@50 running'],
  ['a promotion of all', 'rollout', promote(true), '7 idle'],
  ['a promotion in a watch', 'watch', promote(true), '7 idle'],
  ['a hold', 'rollout', (process, signal) => holdRollout(process.deps, REF, signal), '6 7@5 running held'],
  ['a hold in a watch', 'watch', (process, signal) => holdRollout(process.deps, REF, signal), '7 watching held'],
];
const ENDS = [
  ['was carried out', 'lose'],
  ['was not carried out', 'fail'],
] as const;
const CASES = MOVES.flatMap(([name, ...move]) => ENDS.map(([what, kind]) => [name, what, kind, ...move] as const));

/** An alias at rest, or in a rollout that nobody works on. */
async function anAlias(state: 'rest' | 'rollout' | 'watch'): Promise<Process> {
  const process = aProcess();
  if (state === 'rest') return process;
  await process.run({detach: true, ...(state === 'watch' && {steps: []})});
  return new Process(process.world, process.clock.now());
}

/** AWS is gone from the write on, which is carried out or not. */
function goneFromWrite({gate}: Process, kind: 'fail' | 'lose', then: () => void = () => undefined): void {
  let isGone = false;
  gate.always = (call): Fault | undefined => {
    if (isGone) return {kind: 'fail'};
    if (call !== 'writeAlias' && call !== 'createAlias') return undefined;
    isGone = true;
    then();
    return {kind};
  };
}

/** `6 7@5 running held`: what an alias serves, and of which kind of rollout it is. */
function told({world}: Process): string {
  const alias = world.newest(REF);
  if (!alias) return 'gone';
  const standing = rolloutStanding(alias);
  const {stable, candidate} = alias;
  const held = 'marker' in standing && standing.marker?.held ? ['held'] : [];
  const weights = candidate ? [`${candidate.version}@${candidate.weightPercent}`] : [];
  return [stable, ...weights, standing.kind, ...held].join(' ');
}

/** Pastes what exit 6 prints, with AWS back. */
function paste(process: Process, suggestions: readonly string[] = []): void {
  const commands = suggestions.flatMap((text) => /(?:^|: )((?:aws|lambda-release) \S.*)$/.exec(text)?.[1] ?? []);
  expect(commands[0]).toBe('lambda-release status checkout:live');
  const {functionName, alias, ...target} = readUpdateAlias(commands[1] ?? '');
  expect({functionName, alias}).toEqual(REF);
  process.world.put({...REF, ...target}, process.clock.now());
}

describe('the command that exit 6 prints makes sure of what was asked for', () => {
  it.each(CASES)('%s, which %s', async (_name, _what, kind, state, move, wanted) => {
    const process = await anAlias(state);
    goneFromWrite(process, kind);
    const error = toMoveError(REF, await move(process));
    expect(error).toMatchObject({exitCode: 6, code: 'MOVE_UNKNOWN', traffic: 'unknown'});
    paste(process, error?.suggestions);
    expect(told(process)).toBe(wanted);
    expect(process.world.newest(REF)?.description).toMatch(/^Checkout, the live one\./);
  });

  it.each(CASES)('%s, which %s, and then a signal', async (_name, _what, kind, state, move, wanted) => {
    const process = await anAlias(state);
    const {signal} = process.controller;
    goneFromWrite(process, kind, () => process.clock.at(process.clock.now() + 2_000, () => process.interrupt()));
    const error = toMoveError(REF, await move(process, signal));
    expect(error).toMatchObject({exitCode: 6, code: 'MOVE_UNKNOWN'});
    paste(process, error?.suggestions);
    expect(told(process)).toBe(wanted);
  });

  it.each(ENDS)('the creation of an alias, which %s', async (_what, kind) => {
    const process = aProcess();
    process.world.delete(REF);
    goneFromWrite(process, kind);
    const plan = {kind: 'create-alias', ref: REF, candidate: '7', warnings: []} as const;
    const error = toMoveError(REF, await createAlias(process.deps, plan));
    expect(error?.suggestions).toContain('lambda-release rollout start checkout:live 7 --create');
    const planned = planStart(aSpec({createAlias: true}), seen(process), process.clock.now());
    if (!planned.ok) throw new Error(planned.refusals[0].message);
    process.gate.always = undefined;
    if (planned.plan.kind === 'create-alias') await createAlias(process.deps, planned.plan);
    else expect(planned.plan).toMatchObject({kind: 'nothing'});
    expect(told(process)).toBe('7 idle');
  });
});
