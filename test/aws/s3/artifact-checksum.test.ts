import {createHash} from 'node:crypto';
import {describe, expect, test} from 'vitest';
import {
  compareArtifact,
  compositeSha256,
  PART_BYTES,
  toArtifactKey,
} from '../../../src/lib/aws/s3/artifact-checksum.js';

const zip = Buffer.from('a small zip');
const sha256 = createHash('sha256').update(zip).digest('base64');

describe('artifact checksums', () => {
  test('the key is the prefix and the hash in hex', () => {
    const hex = createHash('sha256').update(zip).digest('hex');
    expect(toArtifactKey('lambda/', sha256)).toBe(`lambda/${hex}.zip`);
  });

  test('a composite is the hash over the hashes of the parts', () => {
    const part = (text: string) => createHash('sha256').update(text).digest();
    const whole = createHash('sha256').update(Buffer.concat([part('abcd'), part('efgh'), part('i')]));
    expect(compositeSha256(Buffer.from('abcdefghi'), 4)).toBe(`${whole.digest('base64')}-3`);
  });

  test.each([
    ['the same bytes in one request', {sha256, bytes: zip.byteLength}, 'same'],
    ['the same bytes in parts', {sha256: compositeSha256(zip), bytes: zip.byteLength}, 'same'],
    ['another hash', {sha256: createHash('sha256').update('x').digest('base64'), bytes: zip.byteLength}, 'other'],
    ['another size', {bytes: 1}, 'other'],
    ['no hash', {bytes: zip.byteLength}, 'unproved'],
    ['parts of another size', {sha256: compositeSha256(zip, 4), bytes: zip.byteLength}, 'unproved'],
  ])('%s', (_name, stored, expected) => {
    expect(compareArtifact(zip, sha256, stored)).toBe(expected);
  });

  test('parts are at least what S3 takes', () => {
    expect(PART_BYTES).toBeGreaterThanOrEqual(5 * 1024 * 1024);
  });
});
