import {expect, test} from 'vitest';
import {decodedText} from '../../src/lib/model/decoded-text.js';

const TEXT = 'source: dist # ü\n';
const bigEndian = (text: string) => Buffer.from(text, 'utf16le').swap16();

test.each<[string, Buffer]>([
  ['UTF-8', Buffer.from(TEXT)],
  ['UTF-8 with a mark', Buffer.from(`\uFEFF${TEXT}`)],
  ['UTF-16, little end first', Buffer.from(`\uFEFF${TEXT}`, 'utf16le')],
  ['UTF-16, big end first', bigEndian(`\uFEFF${TEXT}`)],
])('%s is read as it was written', (_, bytes) => {
  expect(decodedText(bytes)).toBe(TEXT);
});

test('nothing is nothing', () => {
  expect(decodedText(new Uint8Array())).toBe('');
});
