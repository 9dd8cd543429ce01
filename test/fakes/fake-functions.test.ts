import {describe, expect, test} from 'vitest';
import {aFunction} from './a-function.js';
import {FakeClock} from './fake-clock.js';
import {FakeFunctions, shaOf} from './fake-functions.js';

const zip = Buffer.from('new code');
const code = {kind: 'inline', zip} as const;

async function latestOf(functions: FakeFunctions) {
  const latest = await functions.getFunction('checkout');
  if (latest === undefined) throw new Error('The function is gone.');
  return latest;
}

function setUp() {
  const clock = new FakeClock();
  return {clock, functions: new FakeFunctions(clock, aFunction())};
}

describe('the fake of Lambda functions', () => {
  test('an update is in progress for a while and moves the revision twice', async () => {
    const {clock, functions} = setUp();
    const {revisionId} = await latestOf(functions);
    const updating = await functions.updateCode({code, architecture: 'arm64', revisionId});
    expect(updating).toMatchObject({lastUpdateStatus: 'InProgress', codeSha256: shaOf(code)});
    await clock.sleep(5_000);
    const updated = await latestOf(functions);
    expect(updated.lastUpdateStatus).toBe('Successful');
    expect(new Set([revisionId, updating.revisionId, updated.revisionId]).size).toBe(3);
  });

  test('a write during an update is a conflict, with a stale revision afterwards a lost race', async () => {
    const {clock, functions} = setUp();
    const {revisionId} = await latestOf(functions);
    await functions.updateConfiguration({change: {}, revisionId});
    const again = () => functions.updateConfiguration({change: {}, revisionId});
    await expect(again()).rejects.toMatchObject({code: 'UPDATE_IN_PROGRESS'});
    await clock.sleep(5_000);
    await expect(again()).rejects.toMatchObject({code: 'PRECONDITION_FAILED'});
  });

  test('publishing twice without a change gives the same version and the first description', async () => {
    const {functions} = setUp();
    const publish = async (description: string) => {
      const {codeSha256, revisionId} = await latestOf(functions);
      return functions.publishVersion({codeSha256, revisionId, description});
    };
    const first = await publish('one');
    expect(await publish('two')).toMatchObject({version: first.version, description: 'one'});
    functions.changeBehindOurBack({memoryMb: 256});
    expect(await publish('three')).toMatchObject({version: '2', description: 'three'});
    expect((await functions.listVersions()).map(({version, state}) => [version, state])).toEqual([
      ['1', undefined],
      ['2', undefined],
    ]);
  });

  test('a wrong code SHA is not a lost race', async () => {
    const {functions} = setUp();
    const {revisionId} = await latestOf(functions);
    const publishing = functions.publishVersion({codeSha256: 'b3RoZXI=', revisionId, description: ''});
    await expect(publishing).rejects.toMatchObject({code: 'CODE_SHA_MISMATCH'});
  });

  test('a lost answer of a guarded write comes back as a conflict of the second attempt', async () => {
    const {functions} = setUp();
    const {codeSha256, revisionId} = await latestOf(functions);
    functions.loseNext('publishVersion');
    const publishing = functions.publishVersion({codeSha256, revisionId, description: 'lost'});
    await expect(publishing).rejects.toMatchObject({code: 'PRECONDITION_FAILED'});
    expect(await functions.listVersions()).toHaveLength(1);
  });

  test('a failed update keeps what was there and says why', async () => {
    const {clock, functions} = setUp();
    functions.failNextUpdate('The role is gone.');
    const {revisionId, codeSha256} = await latestOf(functions);
    await functions.updateCode({code, architecture: 'arm64', revisionId});
    await clock.sleep(5_000);
    expect(await latestOf(functions)).toMatchObject({
      lastUpdateStatus: 'Failed',
      lastUpdateReason: 'The role is gone.',
      codeSha256,
    });
  });
});
