import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {formatReference, referencesIn, replaceReferences} from '../../src/lib/model/value-reference.js';

describe('references in a value', () => {
  it.each([
    ['plain', []],
    [`\${env:HOME}`, [{kind: 'env', name: 'HOME'}]],
    [
      `postgres://\${ssm:/db/user}:\${ssm:/db/password:3}@host`,
      [
        {kind: 'ssm', name: '/db/user'},
        {kind: 'ssm', name: '/db/password:3'},
      ],
    ],
    [`$\${env:HOME}`, []],
    [`\${other:HOME} \${env:} $env:HOME`, []],
  ])('%s', (text, expected) => {
    expect(referencesIn(text)).toEqual(expected);
  });

  it('are replaced where they stand; a value is not looked at again', () => {
    const text = `a \${env:A} b \${ssm:/B} $\${env:C}`;
    expect(replaceReferences(text, ({name}) => `<${name} \${env:D}>`)).toBe(
      `a <A \${env:D}> b </B \${env:D}> \${env:C}`,
    );
  });

  it('leave every other text as it is', () => {
    const texts = fc.string().filter((text) => !/\$\{(env|ssm):/.test(text));
    fc.assert(
      fc.property(texts, (text) => {
        expect(replaceReferences(text, () => 'replaced')).toBe(text);
      }),
    );
  });

  it('are read as they are written', () => {
    const references = fc.record({
      kind: fc.constantFrom('env' as const, 'ssm' as const),
      name: fc.stringMatching(/^[\w/.:-]{1,20}$/),
    });
    fc.assert(
      fc.property(references, (reference) => {
        expect(referencesIn(formatReference(reference))).toEqual([reference]);
      }),
    );
  });
});
