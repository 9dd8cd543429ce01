import {DeleteFunctionCommand} from '@aws-sdk/client-lambda';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {FaultInput} from '../../src/lib/sandbox/fault.js';
import {AT_FIRST, AT_SECOND, EngineStage, STAYS_AT_SECOND} from './engine-stage.js';
import {MINISTACK_PYTHON} from './ministack.js';

type Break = (stage: EngineStage, tick: string) => Promise<unknown>;

const replaced =
  (code: string, timeout?: number): Break =>
  (stage, tick) =>
    stage.replaceTick(tick, `export const handler = ${code};`, timeout);

/** What the tick function does from the second step on, the errors of it that are seen, and what the execution says of it. */
const BROKEN: readonly (readonly [string, Break, RegExp])[] = [
  ['throws', replaced('() => { throw new TypeError("it is broken"); }'), /TypeError.*it is broken/],
  ['ends its process', replaced('() => process.exit(1)'), /Runtime\.ExitError/],
  [
    'does not answer in time',
    replaced('() => new Promise(() => setInterval(() => 0, 1000))', 2),
    /Timedout|timed out/i,
  ],
  ['is deleted', (stage, FunctionName) => stage.lambda.send(new DeleteFunctionCommand({FunctionName})), /NotFound/],
  ['answers a text', replaced('() => "all is well"'), /nobody understands/],
  ['answers nothing', replaced('() => undefined'), /nobody understands/],
  ['answers what no machine knows', replaced('() => ({next: "dance", waitSeconds: "long"})'), /nobody understands/],
  ['answers the right words of the wrong kind', replaced('() => ({next: {wait: 1}})'), /nobody understands/],
];

/** What the machine meets on its own way back, and what it sees of it. */
const OBSTACLES: readonly (readonly [string, FaultInput, readonly string[]])[] = [
  [
    'throttled',
    {kind: 'throttle', operation: 'UpdateAlias', count: 3},
    Array(3).fill('Lambda.TooManyRequestsException'),
  ],
  [
    'throttled as it reads',
    {kind: 'throttle', operation: 'GetAlias', count: 3},
    Array(3).fill('Lambda.TooManyRequestsException'),
  ],
  [
    'without an answer',
    {kind: 'lost-response', operation: 'UpdateAlias'},
    ['Lambda.SdkClientException', 'Lambda.PreconditionFailedException'],
  ],
  [
    'not carried out',
    {kind: 'lost-request', operation: 'UpdateAlias', count: 2},
    Array(2).fill('Lambda.SdkClientException'),
  ],
  [
    'refused for a while',
    {kind: 'error', status: 403, code: 'AccessDeniedException', operation: 'UpdateAlias', count: 4},
    Array(4).fill('Lambda.AccessDeniedException'),
  ],
  [
    'met by somebody who changes nothing',
    {kind: 'other-writer', write: {}, count: 2},
    Array(2).fill('Lambda.PreconditionFailedException'),
  ],
];

describe.skipIf(!MINISTACK_PYTHON)('an execution whose tick function breaks', {timeout: 600_000}, () => {
  let stage: EngineStage;
  beforeAll(async () => {
    stage = await EngineStage.open(MINISTACK_PYTHON ?? '');
  });
  afterAll(() => stage?.close());

  it.concurrent.each(BROKEN)('gives stable everything by itself when it %s', async (_, breaks, why) => {
    const alias = await stage.alias(undefined, 'The live one.');
    const tick = `tick-of-${alias}`;
    await stage.tickFunction(tick);
    await stage.machine(`machine-of-${alias}`, tick);
    const execution = await stage.start(await stage.begin(alias, STAYS_AT_SECOND), {machine: `machine-of-${alias}`});
    await stage.until(
      () => stage.serves(alias),
      ({traffic}) => traffic === AT_SECOND,
    );
    await breaks(stage, tick);
    const end = await stage.ended(execution);
    expect(end).toMatchObject({outcome: 'TakenBack', cause: expect.stringMatching(why)});
    expect(await stage.serves(alias)).toEqual({traffic: '1', description: 'The live one.'});
  });

  describe('and whose way back is', () => {
    beforeAll(async () => {
      await stage.tickFunction('tick-broken');
      await stage.replaceTick('tick-broken', 'export const handler = () => "nonsense";');
      await stage.machine('machine-broken', 'tick-broken');
    });

    it.each(OBSTACLES)('%s comes back all the same', async (_, fault, errors) => {
      const alias = await stage.alias();
      const input = await stage.begin(alias);
      stage.sandbox.addFault(fault);
      const end = await stage.ended(await stage.start(input, {machine: 'machine-broken'}));
      stage.sandbox.clearFaults();
      expect(end).toMatchObject({outcome: 'TakenBack', errors});
      expect(await stage.serves(alias)).toMatchObject({traffic: '1'});
    });

    it('met by somebody who takes the alias over leaves it to them', async () => {
      const alias = await stage.alias();
      const input = await stage.begin(alias);
      const theirs = {Description: 'mine now', RoutingConfig: {AdditionalVersionWeights: {2: 0.3}}};
      stage.sandbox.addFault({kind: 'other-writer', write: theirs});
      const end = await stage.ended(await stage.start(input, {machine: 'machine-broken'}));
      expect(end).toMatchObject({outcome: 'TakenOver', errors: ['Lambda.PreconditionFailedException']});
      expect(await stage.serves(alias)).toEqual({traffic: '1 + 2 at 0.3', description: 'mine now'});
    });

    it('not needed, since a person holds it, is not gone', async () => {
      const alias = await stage.alias();
      const input = await stage.begin(alias);
      expect(await stage.cli('rollout', 'hold', `checkout:${alias}`)).toMatchObject({exitCode: 0});
      const execution = stage.ended(await stage.start(input, {machine: 'machine-broken'}));
      const startedMs = stage.ports.clock.now();
      await stage.until(
        async () => stage.ports.clock.now(),
        (nowMs) => nowMs > startedMs + 150_000,
      );
      expect(await stage.serves(alias)).toMatchObject({traffic: AT_FIRST});
      expect(await stage.cli('rollout', 'abort', `checkout:${alias}`)).toMatchObject({exitCode: 0});
      expect(await execution).toMatchObject({outcome: 'TakenBack'});
    });
  });
});
