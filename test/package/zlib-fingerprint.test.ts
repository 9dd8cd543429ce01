import {expect, test} from 'vitest';
import {zlibFingerprint, zlibWarning} from '../../src/lib/package/zlib-fingerprint.js';

test('another zlib is told to people, with what to do', () => {
  expect(zlibWarning('another')).toMatch(/zlib .* another codeSha256.*level 0/);
});

test('the same zlib makes the same of the sample, and the known one is not worth a word', () => {
  expect(zlibFingerprint()).toBe(zlibFingerprint());
  expect(zlibWarning('d1c588f9346a14c661a856768f0df6a2d19c7c223a29586e8fac43a293b18155')).toBeUndefined();
});
