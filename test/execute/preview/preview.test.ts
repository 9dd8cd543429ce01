import {describe, expect, it} from 'vitest';
import {createPreview} from '../../../src/lib/execute/preview/create.js';
import {prunePreview} from '../../../src/lib/execute/preview/prune.js';
import {previewDescription} from '../../../src/lib/model/preview/preview.js';
import type {PreviewPlan} from '../../../src/lib/plan/preview/preview.js';
import {PreviewWorld} from './preview-world.js';

const REF = {functionName: 'checkout', alias: 'preview-pr-12'};
const EXPIRES_MS = 1_796_000_000_000;
const PLAN: PreviewPlan = {ref: REF, version: '7', authType: 'NONE', expiresMs: EXPIRES_MS};
const PREVIEW = {...REF, version: '7', expiresMs: EXPIRES_MS};

/** A preview of version 6 is there already, with its URL. */
async function standing(): Promise<PreviewWorld> {
  const world = new PreviewWorld();
  await createPreview(world.open(), {...PLAN, version: '6'});
  return world;
}

function expectWhole(world: PreviewWorld): void {
  expect(world.aliases.newest(REF)).toMatchObject({stable: '7', description: previewDescription(EXPIRES_MS)});
  expect(world.url).toMatchObject({authType: 'NONE'});
  expect(world.statements.map(({action}) => action)).toEqual(['lambda:InvokeFunctionUrl', 'lambda:InvokeFunction']);
}

describe('createPreview', () => {
  it('makes the alias, lets callers in and then gives it a URL', async () => {
    const world = new PreviewWorld();
    const process = world.open();
    await createPreview(process, PLAN);
    expectWhole(world);
    expect(process.gate.calls.filter((call) => /create|add/.test(call))).toEqual([
      ...['createAlias', 'addStatement', 'addStatement', 'createUrl'],
    ]);
  });

  it('lets nobody in where callers sign', async () => {
    const world = new PreviewWorld();
    await createPreview(world.open(), {...PLAN, authType: 'AWS_IAM'});
    expect(world.statements).toEqual([]);
    expect(world.url).toMatchObject({authType: 'AWS_IAM'});
  });

  it('keeps the URL when it goes to another version', async () => {
    const world = await standing();
    const {url} = world;
    await createPreview(world.open(), PLAN);
    expectWhole(world);
    expect(world.url).toBe(url);
  });

  it.each([
    ['of another hand', {...REF, stable: '3', description: 'callers'}],
    ['that splits', {...REF, stable: '3', candidate: {version: '4', weightPercent: 5}, description: 'callers'}],
  ])('writes no alias %s', async (_, alias) => {
    const world = new PreviewWorld();
    const before = world.aliases.put(alias, 0);
    await expect(createPreview(world.open(), PLAN)).rejects.toMatchObject({exitCode: 3, code: 'PREVIEW_NOT_OURS'});
    expect(world.aliases.newest(REF)).toBe(before);
    expect(world.url).toBeUndefined();
  });

  describe.each([
    ['a first one', async () => new PreviewWorld()],
    ['a later one', standing],
  ])('%s', (_, begin) => {
    it('is whole when any answer is lost, or another run makes it whole', async () => {
      const calls = await callsOf(begin, (process) => createPreview(process, PLAN));
      for (const [index, call] of calls.entries()) {
        const world = await begin();
        const process = world.open();
        process.gate.faults.set(index, {kind: 'lose'});
        const outcome = await createPreview(process, PLAN).then(
          () => 'done',
          (error) => error.exitCode,
        );
        // A write whose answer is lost is read; a read that fails before it is the end of this run.
        expect([call, outcome]).toEqual([call, /^(get|read)/.test(call) ? 4 : 'done']);
        if (outcome === 4) await createPreview(world.open(), PLAN);
        expectWhole(world);
      }
    });

    it('ends with 4 when any call fails, and another run makes it whole', async () => {
      const calls = await callsOf(begin, (process) => createPreview(process, PLAN));
      for (const index of calls.keys()) {
        const world = await begin();
        const process = world.open();
        process.gate.faults.set(index, {kind: 'fail'});
        await expect(createPreview(process, PLAN)).rejects.toMatchObject({exitCode: 4});
        await createPreview(world.open(), PLAN);
        expectWhole(world);
      }
    });
  });
});

describe('prunePreview', () => {
  const whole = async () => {
    const world = new PreviewWorld();
    await createPreview(world.open(), PLAN);
    return world;
  };

  it('takes the alias last', async () => {
    const world = await whole();
    const process = world.open();
    expect(await prunePreview(process, PREVIEW)).toBe(true);
    expectGone(world);
    expect(process.gate.calls).toEqual([
      ...['getAlias', 'deleteUrl', 'removeStatement', 'removeStatement', 'getAlias', 'deleteAlias'],
    ]);
    expect(await prunePreview(world.open(), PREVIEW)).toBe(true);
  });

  it.each(['fail', 'lose'] as const)(
    'ends with 4 when any call goes wrong (%s), and goes on from there',
    async (kind) => {
      const calls = await callsOf(whole, (process) => prunePreview(process, PREVIEW));
      for (const index of calls.keys()) {
        const world = await whole();
        const process = world.open();
        process.gate.faults.set(index, {kind});
        await expect(prunePreview(process, PREVIEW)).rejects.toMatchObject({exitCode: 4});
        expect(await prunePreview(world.open(), PREVIEW)).toBe(true);
        expectGone(world);
      }
    },
  );

  it.each([0, 4])('leaves an alias that became something else before look %i', async (index) => {
    const world = await whole();
    const process = world.open();
    const action = () => world.aliases.put({...REF, stable: '9', description: 'callers'}, 0);
    process.gate.faults.set(index, {kind: 'before', action});
    await expect(prunePreview(process, PREVIEW)).rejects.toMatchObject({exitCode: 3, code: 'PREVIEW_NOT_OURS'});
    expect(world.aliases.newest(REF)).toMatchObject({stable: '9'});
  });

  it('leaves one that was made anew since it was listed', async () => {
    const world = await whole();
    await createPreview(world.open(), {...PLAN, version: '8'});
    expect(await prunePreview(world.open(), PREVIEW)).toBe(false);
    expect(world.aliases.newest(REF)).toMatchObject({stable: '8'});
    expect(world.url).toBeDefined();
  });
});

function expectGone(world: PreviewWorld): void {
  expect([world.url, world.statements, world.aliases.newest(REF)]).toEqual([undefined, [], undefined]);
}

/** The calls of a run in which nothing goes wrong. */
async function callsOf(
  begin: () => Promise<PreviewWorld>,
  run: (process: ReturnType<PreviewWorld['open']>) => Promise<unknown>,
): Promise<readonly string[]> {
  const process = (await begin()).open();
  await run(process);
  return process.gate.calls;
}
