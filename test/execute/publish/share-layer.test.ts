import {expect, test} from 'vitest';
import {shareLayer} from '../../../src/lib/execute/publish/share-layer.js';
import type {AwsErrorCode} from '../../../src/lib/ports/aws-error-code.js';
import type {LayersPort} from '../../../src/lib/ports/lambda/layers.js';
import {EventRecorder} from '../../fakes/event-recorder.js';
import {FakeClock} from '../../fakes/fake-clock.js';
import {awsError} from '../../fakes/fake-functions.js';
import {FakeLayers} from '../../fakes/fake-layers.js';

const OTHERS = ['222222222222', 'o-0123456789'];

function aWorld() {
  const layers = new FakeLayers();
  const {arn, version} = layers.add('words', 'one');
  const events = new EventRecorder();
  const deps = {layers, clock: new FakeClock(), events};
  const job = {functionName: 'checkout', layerName: 'words', version, arn, sharedWith: OTHERS};
  return {
    layers,
    events,
    share: () => shareLayer(deps, job),
    present: async () => (await layers.getShares('words', 1)).sharedWith,
  };
}

/** Lets a call fail: at its first `times`, before it has an effect or after. */
function failing(
  layers: FakeLayers,
  method: 'getShares' | 'share',
  code: AwsErrorCode,
  at: 'before' | 'after',
  times = 1,
) {
  const real = layers[method].bind(layers) as (...args: readonly unknown[]) => Promise<never>;
  let left = times;
  layers[method] = (async (...args: readonly unknown[]) => {
    const fails = left > 0;
    left -= 1;
    if (fails && at === 'before') throw awsError(code);
    const answer = await real(...args);
    if (fails) throw awsError(code);
    return answer;
  }) as LayersPort['getShares'] & LayersPort['share'];
}

test('everybody who is named is let in, once, and what is there is not sent again', async () => {
  const {layers, events, share, present} = aWorld();
  await layers.share('words', 1, {named: '333333333333'});
  await share();
  expect(await present()).toEqual(['333333333333', ...OTHERS]);
  expect(events.events).toEqual([
    {type: 'layer.shared', functionName: 'checkout', layer: 'words:1', sharedWith: OTHERS},
  ]);
  const before = layers.calls.length;
  await share();
  expect(layers.calls.slice(before)).toEqual(['getShares words:1']);
  expect(events.events).toHaveLength(1);
});

test.each(
  (['getShares', 'share'] as const).flatMap((method) =>
    (['NETWORK', 'TIMEOUT', 'AWS_INTERNAL', 'THROTTLED'] as const).flatMap((code) =>
      (['before', 'after'] as const).map((at) => [method, code, at] as const),
    ),
  ),
)('a %s that fails with %s %s its effect is made good', async (method, code, at) => {
  const {layers, share, present} = aWorld();
  failing(layers, method, code, at);
  await share();
  expect(await present()).toEqual(OTHERS);
});

test('another writer between the read and the write is waited out', async () => {
  const {layers, share, present} = aWorld();
  await layers.share('words', 1, {named: '333333333333'});
  layers.before('share', () => {
    void layers.share('words', 1, {named: '444444444444'});
  });
  await share();
  expect([...(await present())].sort()).toEqual(['222222222222', '333333333333', '444444444444', 'o-0123456789']);
});

test.each<[AwsErrorCode, 'before' | 'after']>([
  ['ACCESS_DENIED', 'before'],
  ['THROTTLED', 'before'],
])('%s for good says what is not shared, with a command for each', async (code, at) => {
  const {layers, share} = aWorld();
  failing(layers, 'share', code, at, 99);
  await expect(share()).rejects.toMatchObject({
    code: 'LAYER_NOT_SHARED',
    exitCode: 4,
    message: expect.stringMatching(/^words:1 is published, and not shared with 222222222222, o-0123456789: /),
    suggestions: expect.arrayContaining([
      expect.stringMatching(/--principal '222222222222' && aws lambda .*--organization-id o-0123456789$/),
    ]),
  });
});

test('what was shared before it failed is not said to be missing', async () => {
  const {layers, share, present} = aWorld();
  const real = layers.share.bind(layers);
  layers.share = async (name, version, wanted) => {
    if (wanted.named.startsWith('o-')) throw awsError('ACCESS_DENIED');
    return real(name, version, wanted);
  };
  await expect(share()).rejects.toMatchObject({message: expect.stringMatching(/not shared with o-0123456789: /)});
  expect(await present()).toEqual(['222222222222']);
});
