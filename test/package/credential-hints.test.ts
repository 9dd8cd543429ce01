import fc from 'fast-check';
import {expect, test} from 'vitest';
import {credentialHints, searchable} from '../../src/lib/package/credential-hints.mjs';
import {createWordScan, plainScan} from '../../src/lib/package/word-scan.mjs';

// Something of every shape that inspect-content.mjs looks for, cut off before it is one.
const SHAPES = [
  'PRIVATE KEY',
  'AKIA',
  'ASIA',
  'secret_access_key',
  'SecretAccessKey',
  'SECRET_ACCESSKEY',
  'secretAccess_key',
  ...['p', 's', 'o', 'u', 'r'].map((letter) => `gh${letter}_`),
  'github_pat_',
  'glpat-',
  'npm_',
  '_authToken',
  ...['a', 'b', 'p', 'r', 's'].map((letter) => `xox${letter}-`),
  'sk_live_',
  'rk_live_',
];

test.each(SHAPES)('%s has a hint in it, wherever it stands', (shape) => {
  for (const before of ['', '.', '..', '...', '....']) {
    for (const after of ['', '.', '..', '...']) {
      const hints = credentialHints(Buffer.from(`${before}${shape}${after}`));
      expect(hints).toHaveLength(1);
      expect(hints[0]).toBeGreaterThanOrEqual(before.length);
      expect(hints[0]).toBeLessThanOrEqual(before.length + shape.length - 4);
    }
  }
});

test('text without any has none, and what was searched before does not show', () => {
  credentialHints(Buffer.from('xx npm_ npm_ npm_'));
  for (const text of ['', 'n', 'npm', 'xx npm', 'const handler = async () => ({statusCode: 200});\n'.repeat(100)]) {
    expect(credentialHints(Buffer.from(text))).toEqual([]);
  }
});

test('what was read into the buffer is searched where it is', () => {
  searchable.write('npm_ in front; then AKIA', 0);

  expect(credentialHints(searchable.subarray(15, 24))).toEqual([5]);
});

test('the compiled search finds what the plain one finds', () => {
  const isHit = new Uint8Array(65_536);
  for (const [first = 0, second = 0] of ['ab', 'ca', '\u0000b'].map((pair) => Buffer.from(pair))) {
    isHit[first | (second << 8)] = 1;
  }
  const [compiled, plain] = [createWordScan(isHit, 100), plainScan(isHit, 100)];
  expect(compiled.buffer.length).toBe(plain.buffer.length);
  fc.assert(
    fc.property(fc.array(fc.constantFrom(0, 97, 98, 99), {maxLength: 100}), fc.nat(100), (bytes, at) => {
      for (const {buffer} of [compiled, plain]) buffer.fill(0).set(bytes);
      expect(compiled.next(at, bytes.length)).toBe(plain.next(at, bytes.length));
    }),
    {numRuns: 500},
  );
});
