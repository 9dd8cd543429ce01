import {createHash} from 'node:crypto';
import {describe, expect, test} from 'vitest';
import {compositeSha256, isProved, PART_BYTES, toArtifactKey} from '../../../src/lib/aws/s3/artifact-checksum.js';

const zip = Buffer.from('a small zip');
const sha256 = createHash('sha256').update(zip).digest('base64');

describe('artifact checksums', () => {
  test('the key is the prefix and the digest of the content', () => {
    expect(toArtifactKey('lambda/', 'q3Zr-_')).toBe('lambda/q3Zr-_.zip');
  });

  test('a composite is the hash over the hashes of the parts', () => {
    const part = (text: string) => createHash('sha256').update(text).digest();
    const whole = createHash('sha256').update(Buffer.concat([part('abcd'), part('efgh'), part('i')]));
    expect(compositeSha256(Buffer.from('abcdefghi'), 4)).toBe(`${whole.digest('base64')}-3`);
  });

  test.each([
    ['the same bytes in one request', sha256, true],
    ['the same bytes in parts', compositeSha256(zip), true],
    ['another hash', createHash('sha256').update('x').digest('base64'), false],
    ['no hash', undefined, false],
    ['parts of another size', compositeSha256(zip, 4), false],
  ])('%s: proved or not', (_name, stored, expected) => {
    expect(isProved(zip, sha256, stored)).toBe(expected);
  });

  test('parts are at least what S3 takes', () => {
    expect(PART_BYTES).toBeGreaterThanOrEqual(5 * 1024 * 1024);
  });
});
