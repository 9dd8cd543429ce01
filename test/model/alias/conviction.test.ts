import {expect, it} from 'vitest';
import {formatConviction, parseConviction} from '../../../src/lib/model/alias/conviction.js';
import {
  isSameDescription,
  joinDescription,
  previousAfterMove,
  restingDescription,
  splitDescription,
} from '../../../src/lib/model/alias/description.js';

const AT = '2026-11-27T01:40Z';
const convicted = {version: '8', at: AT, reason: 'candidate 8 failed 12 of 100 requests'};
const NOTE = `[took back 8 ${AT}: candidate 8 failed 12 of 100 requests]`;

it('is read back as it was written', () => {
  expect(formatConviction({...convicted, at: '2026-11-27T01:40:59.123Z'}, 256)).toBe(NOTE);
  expect(parseConviction(NOTE)).toEqual(convicted);
  expect(parseConviction(`[took back 8 ${AT}]`)).toEqual({version: '8', at: AT});
});

it.each([
  [60, `[took back 8 ${AT}: candidate 8 failed 12 of…]`],
  [40, `[took back 8 ${AT}]`],
  [31, `[took back 8 ${AT}]`],
  [29, undefined],
])('in %d characters keeps what fits of it', (room, expected) => {
  const note = formatConviction(convicted, room);
  expect(note).toBe(expected);
  expect(note?.length ?? 0).toBeLessThanOrEqual(room);
});

it('holds no brackets of a reason, which end a description, and not all of a long one', () => {
  const note = formatConviction({version: '8', at: AT, reason: `alarm [red]\nwent off ${'x'.repeat(300)}`}, 256) ?? '';
  expect(note).toMatch(/^\[took back 8 \S+ alarm red went off…\]$/);
  expect(note.length).toBeLessThan(140);
  expect(splitDescription(`text ${note}`).convicted?.reason).toMatch(/^alarm red/);
});

it('stands behind what was served before and in front of a marker, and gives way to both', () => {
  const note = {of: '7', previous: ['6'], convicted};
  expect(joinDescription('Checkout.', note)).toBe(`Checkout. [7 was 6] ${NOTE}`);
  expect(splitDescription(`Checkout. [7 was 6] ${NOTE}`)).toEqual({text: 'Checkout.', ...note});
  const marker = `[lr2 ${'m'.repeat(114)}]`;
  for (let length = 0; length <= 125; length++) {
    const whole = joinDescription('x'.repeat(length), note, marker);
    expect(whole.length).toBeLessThanOrEqual(256);
    expect(whole.endsWith(marker)).toBe(true);
    expect(splitDescription(whole).text).toBe('x'.repeat(length));
  }
  expect(restingDescription('x'.repeat(240), {...note, previous: ['6']})).toBe(`${'x'.repeat(240)} [7 was 6]`);
});

it('is remembered over other versions, and forgotten when that very one has all traffic', () => {
  const note = {previous: ['6'], of: '7', convicted};
  expect(previousAfterMove(note, '7', '9').convicted).toEqual(convicted);
  expect(previousAfterMove(note, '7', '6').convicted).toEqual(convicted);
  expect(previousAfterMove(note, '7', '8').convicted).toBeUndefined();
});

it('is no difference between two descriptions that say the same otherwise', () => {
  expect(isSameDescription(`Checkout. ${NOTE}`, 'Checkout.')).toBe(true);
  expect(isSameDescription(`Checkout. ${NOTE}`, 'Till.')).toBe(false);
  expect(isSameDescription(`Checkout. [7 was 6] ${NOTE}`, 'Checkout. [7 was 5]')).toBe(false);
});
