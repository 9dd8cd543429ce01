import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {FaultInput} from '../../src/lib/sandbox/fault.js';
import {isWhole} from '../fakes/whole.js';
import {AT_FIRST, EngineStage, STAYS_AT_FIRST} from './engine-stage.js';
import {MINISTACK_PYTHON} from './ministack.js';

/** What does not end within the hour that a way back is tried for, and what the execution says of it. */
const ENDLESS: readonly (readonly [string, FaultInput, RegExp])[] = [
  [
    'AWS refuses it',
    {kind: 'error', status: 403, code: 'AccessDeniedException', operation: 'UpdateAlias', count: 0},
    /could not be written: Lambda\.AccessDeniedException/,
  ],
  ['somebody keeps writing', {kind: 'other-writer', write: {}, count: 0}, /somebody else kept writing/],
];

// An hour takes two minutes here.
describe.skipIf(!MINISTACK_PYTHON || !isWhole)('an execution that cannot give traffic back', {timeout: 600_000}, () => {
  let stage: EngineStage;
  beforeAll(async () => {
    stage = await EngineStage.open(MINISTACK_PYTHON ?? '');
    await stage.tickFunction('tick-broken');
    await stage.replaceTick('tick-broken', 'export const handler = () => "nonsense";');
    await stage.machine('machine-broken', 'tick-broken');
  });
  afterAll(() => stage?.close());

  it.each(ENDLESS)('since %s says after an hour that it is not restored, and what to run', async (_, fault, why) => {
    const alias = await stage.alias();
    const input = await stage.begin(alias, STAYS_AT_FIRST);
    stage.sandbox.addFault(fault);
    const startedMs = stage.ports.clock.now();
    const end = await stage.ended(await stage.start(input, {machine: 'machine-broken'}));
    stage.sandbox.clearFaults();
    const tookMinutes = Math.round((stage.ports.clock.now() - startedMs) / 60_000);
    console.log(`A way back that cannot be had is tried for ${tookMinutes} minutes`);
    expect(end.outcome).toBe('NotRestored');
    expect(end.cause).toMatch(why);
    const command = /run: (lambda-release .*)$/.exec(end.cause)?.[1] ?? '';
    expect(command).toBe(`lambda-release shift checkout:${alias} 1 --yes`);
    expect(await stage.serves(alias)).toMatchObject({traffic: AT_FIRST});
    // What it names works when it is run.
    expect(await stage.cli(...command.split(' ').slice(1))).toMatchObject({exitCode: 0});
    expect(await stage.serves(alias)).toMatchObject({traffic: '1'});
  });
});
