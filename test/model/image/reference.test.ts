import {expect, it} from 'vitest';
import {contentDigestOfImage, digestOfCodeSha256, digestOfUri} from '../../../src/lib/model/image/digest.js';
import {formatImageReference, imageUri, parseImageReference} from '../../../src/lib/model/image/reference.js';

const REGISTRY = '123456789012.dkr.ecr.eu-west-1.amazonaws.com';
const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;

it.each([
  [`${REGISTRY}/checkout:1.4.0`, {repository: 'checkout', tag: '1.4.0'}],
  [`${REGISTRY}/shop/check_out@${DIGEST}`, {repository: 'shop/check_out', digest: DIGEST}],
  [`${REGISTRY}/checkout:1.4.0@${DIGEST}`, {repository: 'checkout', tag: '1.4.0', digest: DIGEST}],
  ['123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/checkout:a', {region: 'cn-north-1'}],
  ['123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com/checkout:a', {region: 'us-gov-west-1'}],
])('%s is a reference, and comes back as it was written', (text, parts) => {
  const reference = parseImageReference(text);
  expect(reference).toMatchObject({accountId: '123456789012', ...parts});
  expect(formatImageReference(reference)).toBe(text);
});

it.each([
  ['checkout:1.4.0', 'no private registry of Amazon ECR'],
  ['public.ecr.aws/lambda/nodejs:22', 'no private registry of Amazon ECR'],
  [`${REGISTRY}/checkout`, 'neither which tag nor which digest'],
  [`${REGISTRY}/`, 'no URI of an image'],
  [`${REGISTRY}/Checkout:1`, 'no URI of an image'],
  [`${REGISTRY}/checkout@sha256:abc`, 'no URI of an image'],
])('%s is none: %s', (text, why) => {
  expect(() => parseImageReference(text)).toThrow(why);
});

it('tells a digest by URI, CodeSha256 and content digest alike', () => {
  expect(digestOfUri(imageUri(parseImageReference(`${REGISTRY}/checkout:1`), DIGEST))).toBe(DIGEST);
  expect(digestOfCodeSha256(DIGEST.slice(7))).toBe(DIGEST);
  expect(digestOfCodeSha256('47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=')).toBeUndefined();
  expect(contentDigestOfImage(DIGEST)).toMatch(/^[\w-]{43}$/);
});
