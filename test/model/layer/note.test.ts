import {expect, test} from 'vitest';
import {formatLayerNote, parseLayerNote} from '../../../src/lib/model/layer/note.js';

const contentDigest = 'q3Zr-_0123456789abcdefghijklmnopqrstuvwxyzA';
const codeSha256 = 'n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=';

test.each([
  [
    'ours',
    formatLayerNote('12 packages', {contentDigest, codeSha256}),
    {contentDigest, codeSha256Start: 'n4bQgYhM', text: '12 packages'},
  ],
  [
    'that of an earlier release',
    `sha256:${codeSha256} 12 packages`,
    {codeSha256Start: codeSha256, text: '12 packages'},
  ],
  ["somebody else's", 'sharp, built by hand', undefined],
])('a layer note is read: %s', (_name, description, expected) => {
  expect(parseLayerNote(description)).toEqual(expected);
});
