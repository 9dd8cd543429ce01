import fc from 'fast-check';
import {expect, test} from 'vitest';
import {credentialHints} from '../../../src/lib/package/inspect/credential-hints.js';

// Something of every shape that inspect-content.ts looks for, cut off before it is one.
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

test('text without any has none', () => {
  for (const text of ['', 'n', 'npm', 'xx npm', 'const handler = async () => ({statusCode: 200});\n'.repeat(100)]) {
    expect(credentialHints(Buffer.from(text))).toEqual([]);
  }
});

test('every hint is found in any text, and nothing that has none', () => {
  const letters = fc.constantFrom(...'npm_glpaTE KASIhToksyu', '-', '\u0000', 'é');
  const hints = /(?=TE K|A[KS]IA|[_sS][kK][eE][yY]|gh[opsur]_|ub_p|glpa|npm_|hTok|ox[abprs]-|[rs]k_l)/g;
  fc.assert(
    fc.property(fc.array(letters, {maxLength: 120}), (characters) => {
      const bytes = Buffer.from(characters.join(''));
      expect(credentialHints(bytes)).toEqual([...bytes.toString('latin1').matchAll(hints)].map(({index}) => index));
    }),
    {numRuns: 3000},
  );
});
