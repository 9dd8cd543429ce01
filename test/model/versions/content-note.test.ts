import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
  formatNotedContent,
  isSameCode,
  notedDigest,
  parseNotedContent,
} from '../../../src/lib/model/versions/content-note.js';
import {formatVersionNote, parseVersionNote} from '../../../src/lib/model/versions/note.js';

const contentDigest = 'q3Zr-_0123456789abcdefghijklmnopqrstuvwxyzA';
const codeSha256 = 'n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=';
const content = {contentDigest, codeSha256};

describe('the note of a content', () => {
  test('stands after the text, and the text is read without it', () => {
    const note = formatNotedContent(formatVersionNote({commit: '1a2b3c4d5e6f', message: 'Fix the rounding'}), content);
    expect(note).toBe(`git:1a2b3c4d5e6f Fix the rounding content:${contentDigest}.n4bQgYhM`);
    expect(parseVersionNote(note)).toEqual({commit: '1a2b3c4d5e6f', message: 'Fix the rounding'});
    expect(notedDigest({description: note, codeSha256})).toBe(contentDigest);
  });

  test('is whole whatever the text is, and never longer than AWS takes', () => {
    fc.assert(
      fc.property(fc.string({maxLength: 300}), (text) => {
        const note = formatNotedContent(text, content);
        expect(note.length).toBeLessThanOrEqual(256);
        expect(notedDigest({description: note, codeSha256})).toBe(contentDigest);
        const read = parseNotedContent(note).text;
        expect(read === text || (read.endsWith('…') && text.startsWith(read.slice(0, -1)))).toBe(true);
      }),
    );
  });

  test('is nothing of a description of somebody else', () => {
    for (const description of ['', 'content:short.n4bQgYhM', `content:${contentDigest}.n4bQgYhM and more`]) {
      expect(parseNotedContent(description)).toEqual({text: description});
    }
  });

  test('says nothing of other code that it was copied to', () => {
    const description = formatNotedContent('text', content);
    expect(notedDigest({description, codeSha256: 'other+code='})).toBeUndefined();
  });
});

describe('whether two versions have the same code', () => {
  const other = 'b3RoZXJieXRlcw+of/the/same/content/elsewhere=';
  const here = {codeSha256, description: formatNotedContent('here', content)};
  const there = {codeSha256: other, description: formatNotedContent('there', {contentDigest, codeSha256: other})};

  test.each([
    ['the same zip, without a note', {codeSha256, description: ''}, {codeSha256, description: ''}, true],
    ['other bytes of the same content', here, there, true],
    ['other bytes, one of them without a note', here, {...there, description: 'there'}, false],
    ['other bytes, both without a note', {...here, description: ''}, {...there, description: ''}, false],
    ['other bytes with a copied note', here, {...there, description: here.description}, false],
  ])('%s', (_name, a, b, expected) => {
    expect([isSameCode(a, b), isSameCode(b, a)]).toEqual([expected, expected]);
  });
});
