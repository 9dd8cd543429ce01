import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {
  joinDescription,
  previousAfterMove,
  restingDescription,
  splitDescription,
} from '../../../src/lib/model/alias/description.js';
import {MAX_DESCRIPTION_LENGTH} from '../../../src/lib/model/description-length.js';
import {formatMarker, parseMarker} from '../../../src/lib/model/rollout/marker.js';

const MARKER = '[lr1 k3x9a0 2/3 6>7 5,25,50:5m hjb80+6 w10m 1a2b3c4d]';

const tail = fc.constantFrom(
  '',
  ' ',
  '  ',
  '[was 6]',
  ' [was 6 5]',
  ' [was 06]',
  MARKER,
  ` ${MARKER}`,
  ' [lr2 new]',
  ']',
);
const descriptions = fc
  .tuple(fc.string({unit: 'binary', maxLength: 40}), tail, tail)
  .map(([text, one, two]) => text + one + two);

describe('an alias description', () => {
  it('is put together again to the character, whatever somebody wrote', () => {
    fc.assert(
      fc.property(descriptions, (description) => {
        const {text, previous, marker, unreadableMarker} = splitDescription(description);
        expect(joinDescription(text, previous, marker ? formatMarker(marker) : unreadableMarker)).toBe(description);
      }),
      {numRuns: 1_000},
    );
  });

  it('gives back what it had before a rollout', () => {
    fc.assert(
      fc.property(descriptions, (before) => {
        const {text, previous, marker, unreadableMarker} = splitDescription(before);
        fc.pre(!marker && unreadableMarker === undefined);
        const during = splitDescription(joinDescription(text, previous, MARKER));
        expect(during.marker).toEqual(parseMarker(MARKER));
        expect(joinDescription(during.text, during.previous)).toBe(before);
      }),
      {numRuns: 1_000},
    );
  });

  it('parts text, previous versions and marker', () => {
    expect(splitDescription(`Checkout [was 6 5] ${MARKER}`)).toEqual({
      text: 'Checkout',
      previous: ['6', '5'],
      marker: parseMarker(MARKER),
    });
    expect(splitDescription(MARKER)).toEqual({text: '', previous: [], marker: parseMarker(MARKER)});
  });

  it('keeps a marker of another version of lambda-release apart', () => {
    expect(splitDescription('Checkout [lr2 something new]')).toEqual({
      text: 'Checkout',
      previous: [],
      unreadableMarker: '[lr2 something new]',
    });
  });

  it('drops what was before, oldest first, and never the text when there is no room', () => {
    const text = 'x'.repeat(MAX_DESCRIPTION_LENGTH - 8);
    expect(restingDescription(text, ['7', '6'])).toBe(`${text} [was 7]`);
    expect(restingDescription(`${text}y`, ['7', '6'])).toBe(`${text}y`);
  });
});

describe('the versions before', () => {
  it('grow when going forward and shrink when going back', () => {
    expect(previousAfterMove(['5'], '6', '7')).toEqual(['6', '5']);
    expect(previousAfterMove(['6', '5'], '7', '6')).toEqual(['5']);
    expect(previousAfterMove(['6', '5'], '7', '5')).toEqual([]);
    expect(previousAfterMove(['6'], '7', '7')).toEqual(['6']);
    expect(previousAfterMove(['6', '5', '4'], '7', '8')).toEqual(['7', '6', '5']);
  });
});
