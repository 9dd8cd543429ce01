import {expect, it} from 'vitest';
import {leftLayerWarning} from '../../../src/lib/service/publish/left-layer.js';

const ARN = 'arn:aws:lambda:eu-west-1:123456789012:layer:';

it('a layer that an earlier release made, and this one does not, is told with the list without it', () => {
  expect(leftLayerWarning('checkout', [`${ARN}tracing:3`, `${ARN}checkout-dependencies:7`])).toMatchObject({
    code: 'LAYER_LEFT',
    message: expect.stringContaining(`under functions.checkout in the release file: layers: [${ARN}tracing:3]`),
  });
  expect(leftLayerWarning('checkout', [`${ARN}checkout-dependencies:7`])?.message).toMatch(/layers: \[\]$/);
});

it.each([[[]], [[`${ARN}dependencies:7`]], [[`${ARN}my-checkout-dependencies:7`]]])(
  'layers that may be anybody else’s are not told: %j',
  (attached) => {
    expect(leftLayerWarning('checkout', attached)).toBeUndefined();
  },
);
