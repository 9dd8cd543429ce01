import {createHash} from 'node:crypto';
import {describe, expect, test} from 'vitest';
import {publishFunction} from '../../../src/lib/execute/publish/publish.js';
import {observeFunction} from '../../../src/lib/observe/publish/function.js';
import {planPublish} from '../../../src/lib/plan/publish/publish.js';
import type {ConfigurationChange, FunctionConfiguration} from '../../../src/lib/ports/lambda/functions.js';
import {aFunction} from '../../fakes/a-function.js';
import type {FakeFunctions} from '../../fakes/fake-functions.js';
import {aPublishWorld} from './publish-world.js';

const zip = Buffer.from('the new code');
const codeSha256 = createHash('sha256').update(zip).digest('base64');
const creation = {role: 'arn:aws:iam::123456789012:role/r', runtime: 'nodejs22.x', handler: 'index.handler'};

/** A world with a plan made for it, before anything is sent. */
async function planned(
  latest: FunctionConfiguration | undefined,
  configuration: ConfigurationChange = {memoryMb: 512},
  beforehand: (functions: FakeFunctions) => void = () => undefined,
) {
  const world = aPublishWorld(latest);
  const {functions} = world;
  beforehand(functions);
  const result = planPublish(
    {
      functionName: 'checkout',
      package: {contentDigest: 'c'.repeat(43), codeSha256, zippedBytes: zip.byteLength, unzippedBytes: 100},
      configuration,
      create: latest === undefined,
      versionDescription: 'a1b2c3',
    },
    await observeFunction(world, 'checkout'),
  );
  if (!result.ok) throw new Error('The plan was refused.');
  return {...world, run: () => publishFunction(world, {plan: result.plan, zip})};
}

describe('publishing beside other writers', () => {
  test('an update under way is waited out', async () => {
    const world = await planned(aFunction());
    world.functions.before('updateCode', () => world.functions.startUpdateBehindOurBack());
    expect(await world.run()).toMatchObject({version: '1', changed: true});
    expect(world.functions.calls.filter((call) => call === 'updateCode')).toHaveLength(2);
  });

  test('an update seen before anything was sent costs no upload', async () => {
    const world = await planned(aFunction(), {memoryMb: 512}, (functions) => functions.startUpdateBehindOurBack());
    expect(await world.run()).toMatchObject({version: '1', changed: true});
    expect(world.functions.calls.filter((call) => call === 'updateCode')).toHaveLength(1);
  });

  test('an update under way that changes the function ends it', async () => {
    const world = await planned(aFunction());
    world.functions.before('updateCode', () => world.functions.startUpdateBehindOurBack({timeoutSeconds: 60}));
    await expect(world.run()).rejects.toMatchObject({
      code: 'PRECONDITION_FAILED',
      details: {fields: ['timeout']},
      exitCode: 4,
    });
    expect(await world.functions.listVersions()).toEqual([]);
  });

  test.each(['updateCode', 'updateConfiguration', 'publishVersion'] as const)(
    'somebody else writes just before our %s: nothing more is sent',
    async (method) => {
      const world = await planned(aFunction());
      world.functions.before(method, () => world.functions.changeBehindOurBack({handler: 'other.handler'}));
      await expect(world.run()).rejects.toMatchObject({code: 'PRECONDITION_FAILED', traffic: 'untouched'});
      expect(world.functions.calls.filter((call) => call === method)).toHaveLength(1);
      expect(await world.functions.listVersions()).toEqual([]);
    },
  );

  test.each(['updateCode', 'updateConfiguration', 'publishVersion'] as const)(
    'a RevisionId that a tag moves just before our %s stops nothing',
    async (method) => {
      const world = await planned(aFunction());
      world.functions.before(method, () => world.functions.changeBehindOurBack({}));
      expect(await world.run()).toMatchObject({version: '1', changed: true});
      expect(await world.functions.listVersions()).toHaveLength(1);
    },
  );

  test('a RevisionId that never rests ends it, and nothing is published', async () => {
    const world = await planned(aFunction());
    const again = () => {
      world.functions.changeBehindOurBack({});
      world.functions.before('publishVersion', again);
    };
    world.functions.before('publishVersion', again);
    await expect(world.run()).rejects.toMatchObject({code: 'PRECONDITION_FAILED'});
    expect(await world.functions.listVersions()).toEqual([]);
  });

  test('somebody else writes while AWS takes our update over: what we would publish is not ours', async () => {
    const world = await planned(aFunction());
    world.clock.at(world.clock.now() + 5_500, () => world.functions.changeBehindOurBack({timeoutSeconds: 99}));
    await expect(world.run()).rejects.toMatchObject({code: 'PRECONDITION_FAILED', details: {fields: ['timeout']}});
    expect(await world.functions.listVersions()).toEqual([]);
  });

  test('a wait for somebody else has an end', async () => {
    const world = await planned(aFunction());
    world.functions.updateMs = 60 * 60_000;
    world.functions.before('updateCode', () => world.functions.startUpdateBehindOurBack());
    await expect(world.run()).rejects.toMatchObject({code: 'UPDATE_TIMED_OUT'});
    expect(world.clock.now()).toBeLessThan(Date.UTC(2026, 0, 1) + 11 * 60_000);
  });

  test('a function that is deleted meanwhile is named', async () => {
    const world = await planned(aFunction());
    const gone = {...world.functions, getFunction: async () => undefined};
    world.functions.before('updateCode', () => {
      world.functions.getFunction = gone.getFunction;
    });
    await expect(world.run()).rejects.toMatchObject({code: 'FUNCTION_NOT_FOUND'});
  });
});

describe('publishing over a connection that loses answers', () => {
  test.each([0, 5_000])('every write is carried out once, with updates of %i ms', async (updateMs) => {
    for (const method of ['updateCode', 'updateConfiguration', 'publishVersion'] as const) {
      const world = await planned(aFunction());
      world.functions.updateMs = updateMs;
      world.functions.loseNext(method);
      expect(await world.run(), method).toMatchObject({version: '1', changed: true});
      expect(await world.functions.getFunction('checkout', '1'), method).toMatchObject({memoryMb: 512, codeSha256});
      expect(await world.functions.listVersions(), method).toHaveLength(1);
    }
  });

  test('a description alone is not taken for written when it is not', async () => {
    const world = await planned(aFunction({codeSha256}), {description: 'new text'});
    world.functions.before('updateConfiguration', () => world.functions.startUpdateBehindOurBack());
    await world.run();
    expect(await world.functions.getFunction('checkout')).toMatchObject({description: 'new text'});
  });

  test('a creation whose answer was lost goes on with the function it made', async () => {
    const world = await planned(undefined, creation);
    world.functions.loseNext('createFunction');
    expect(await world.run()).toMatchObject({version: '1', created: true});
  });

  test('a function somebody else created meanwhile is left alone', async () => {
    const world = await planned(undefined, creation);
    world.functions.before('createFunction', () => {
      void world.functions.createFunction({
        ...creation,
        functionName: 'checkout',
        architecture: 'x86_64',
        code: {kind: 'inline', zip: Buffer.from('other code')},
      });
    });
    await expect(world.run()).rejects.toMatchObject({code: 'FUNCTION_EXISTS'});
    expect(await world.functions.listVersions()).toEqual([]);
  });

  test("another run's version of the same package, published just before ours, is not taken for ours", async () => {
    const world = await planned(aFunction());
    world.functions.before('publishVersion', () => world.functions.publishBehindOurBack('another run'));
    await expect(world.run()).rejects.toMatchObject({code: 'PRECONDITION_FAILED'});
  });
});
