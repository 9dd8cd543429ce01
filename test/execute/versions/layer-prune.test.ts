import {expect, test} from 'vitest';
import {pruneLayer} from '../../../src/lib/execute/versions/layer-prune.js';
import {observeLayerVersions} from '../../../src/lib/observe/versions/layer-versions.js';
import {planLayerPrune} from '../../../src/lib/plan/versions/layer-prune.js';
import {EventRecorder} from '../../fakes/event-recorder.js';
import {awsError} from '../../fakes/fake-functions.js';
import {FakeLayers} from '../../fakes/fake-layers.js';

async function planned(layers: FakeLayers) {
  const result = planLayerPrune('deps', await observeLayerVersions({layers}, 'deps'), 1);
  if (!result.ok) throw new Error('refused');
  return result.plan;
}

function aLayer(versions: number): FakeLayers {
  const layers = new FakeLayers();
  for (let version = 1; version <= versions; version += 1) layers.add('deps', String(version));
  return layers;
}

test('every function is looked at again right before each deletion, and what is used by then is spared', async () => {
  const layers = aLayer(4);
  const plan = await planned(layers);
  expect(plan.removed.map(({version}) => version)).toEqual([1, 2, 3]);
  const arn = plan.removed[1]?.arn ?? '';
  layers.before('deleteVersion', () => {
    layers.users = [{functionName: 'late', version: '$LATEST', layers: [arn]}];
  });
  layers.calls.length = 0;
  const outcome = await pruneLayer({layers, events: new EventRecorder()}, plan);
  expect(outcome).toEqual({deleted: [1, 3], spared: [{version: 2, usedBy: ['late:$LATEST']}]});
  expect(layers.calls).toEqual(['listUsers', 'deleteVersion deps:1', 'listUsers', 'listUsers', 'deleteVersion deps:3']);
});

test('an error ends it, and says what was deleted until then', async () => {
  const layers = aLayer(3);
  const plan = await planned(layers);
  let seen = 0;
  const deleteVersion = layers.deleteVersion.bind(layers);
  layers.deleteVersion = async (name, version) => {
    seen += 1;
    if (seen === 2) throw awsError('ACCESS_DENIED');
    return deleteVersion(name, version);
  };
  await expect(pruneLayer({layers, events: new EventRecorder()}, plan)).rejects.toMatchObject({
    code: 'ACCESS_DENIED',
    exitCode: 4,
    details: {deleted: [1]},
  });
});

test('a layer of the same name in another account is no use of ours', async () => {
  const layers = aLayer(2);
  layers.users = [
    {functionName: 'other', version: '3', layers: ['arn:aws:lambda:eu-west-1:999999999999:layer:deps:1']},
  ];
  expect((await planned(layers)).removed.map(({version}) => version)).toEqual([1]);
});
