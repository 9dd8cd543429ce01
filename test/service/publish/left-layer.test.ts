import {expect, it} from 'vitest';
import {AwsError} from '../../../src/lib/errors.js';
import {formatLayerNote} from '../../../src/lib/model/layer/note.js';
import {leftLayerWarning} from '../../../src/lib/service/publish/left-layer.js';
import {aFunction} from '../../fakes/a-function.js';
import {FakeLayers} from '../../fakes/fake-layers.js';

const ARN = 'arn:aws:lambda:eu-west-1:123456789012:layer:';
const NOTE = formatLayerNote('2 packages', {contentDigest: 'd'.repeat(43), codeSha256: `${'s'.repeat(43)}=`});

async function warningFor(attached: readonly string[], layers = new FakeLayers()) {
  const latest = aFunction({arn: `${ARN.replace('layer:', 'function:')}checkout`, layers: attached});
  return leftLayerWarning({layers}, {functionName: 'checkout', latest});
}

/** Fake layers count their versions from 1, whatever they are called. */
function withNote(layerName: string, description: string): FakeLayers {
  const layers = new FakeLayers();
  layers.add(layerName, 'zip', description);
  return layers;
}

it('a layer that an earlier release made, and this one does not, is told with the list without it', async () => {
  const warning = await warningFor([`${ARN}tracing:3`, `${ARN}checkout-dependencies:7`]);
  expect(warning).toMatchObject({
    code: 'LAYER_LEFT',
    message: expect.stringContaining(`under functions.checkout in the release file: layers: [${ARN}tracing:3];`),
  });
  expect(warning?.message).toMatch(/to keep it: layers: \[\S+tracing:3, \S+checkout-dependencies:7\]$/);
});

it('so is one of any other name that carries our note', async () => {
  const warning = await warningFor([`${ARN}shared:1`], withNote('shared', NOTE));
  expect(warning?.message).toContain(`keeps its layer ${ARN}shared:1, though`);
  expect(warning?.message).toContain('layers: [];');
});

it('two are told together', async () => {
  const warning = await warningFor([`${ARN}shared:1`, `${ARN}checkout-dependencies:2`], withNote('shared', NOTE));
  expect(warning?.message).toContain(`layers ${ARN}shared:1, ${ARN}checkout-dependencies:2`);
});

it.each([
  ['none', []],
  ['one without our note', [`${ARN}shared:1`]],
  ['one that is gone', [`${ARN}shared:9`]],
  ['one of another account, of a name that is ours here', [`${ARN.replace('1234', '9999')}shared:1`]],
  ['one of another account that is called as ours would be', [`${ARN.replace('1234', '9999')}checkout-dependencies:7`]],
])('of %s nothing is told', async (_, attached) => {
  expect(
    await warningFor(attached, withNote('shared', attached[0]?.includes('9999') ? NOTE : 'made by hand')),
  ).toBeUndefined();
});

it.each([
  ['shared', undefined],
  ['checkout-dependencies', 'LAYER_LEFT'],
])('of a layer that may not be read only the name tells: %s', async (name, code) => {
  const layers = withNote('shared', NOTE);
  layers.before('getVersion', () => {
    throw new AwsError('denied', {code: 'ACCESS_DENIED', suggestions: []});
  });
  expect((await warningFor([`${ARN}${name}:1`], layers))?.code).toBe(code);
});
