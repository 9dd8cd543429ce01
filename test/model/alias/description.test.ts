import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {
  isNoteOf,
  joinDescription,
  previousAfterMove,
  ranLeaseDescription,
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
  '[7 was 6]',
  ' [7 was 6 5]',
  ' [07 was 6]',
  ' [7 was 6 5 by k3x9a0]',
  '[was 6 by k3x9a0]',
  ' [7 was 6 by K3X9A0]',
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
        const {text, marker, unreadableMarker, ...note} = splitDescription(description);
        expect(joinDescription(text, note, marker ? formatMarker(marker) : unreadableMarker)).toBe(description);
      }),
      {numRuns: 1_000},
    );
  });

  it('gives back what it had before a rollout', () => {
    fc.assert(
      fc.property(descriptions, (before) => {
        const {text, marker, unreadableMarker, ...note} = splitDescription(before);
        fc.pre(!marker && unreadableMarker === undefined);
        const during = splitDescription(joinDescription(text, note, MARKER));
        expect(during.marker).toEqual(parseMarker(MARKER));
        expect(joinDescription(during.text, during)).toBe(before);
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
    expect(restingDescription(text, {previous: ['7', '6']})).toBe(`${text} [was 7]`);
    expect(restingDescription(`${text}y`, {previous: ['7', '6']})).toBe(`${text}y`);
  });
});

describe('the versions before', () => {
  it('grow when going forward and shrink when going back', () => {
    const moved = (previous: string[], from: string, to: string) => previousAfterMove({of: from, previous}, from, to);
    expect(moved(['5'], '6', '7')).toEqual({of: '7', previous: ['6', '5']});
    expect(moved(['6', '5'], '7', '6')).toEqual({of: '6', previous: ['5']});
    expect(moved(['6', '5'], '7', '5')).toEqual({of: '5', previous: []});
    expect(moved(['6'], '7', '7')).toEqual({of: '7', previous: ['6']});
    expect(moved(['6', '5', '4'], '7', '8')).toEqual({of: '8', previous: ['7', '6', '5']});
  });

  it.each([
    ['of this version', '[7 was 6 5]', '7', true],
    ['of another one', '[7 was 6 5]', '1', false],
    ['of the first format, going forward', '[was 6 5]', '7', true],
    ['of the first format, below what came before', '[was 6 5]', '1', false],
    ['of the first format, with the code that moves', '[was 6 5]', '$LATEST', false],
    ['that is not there', 'Checkout', '7', false],
  ])('are those of a note %s: %s with version %s', (_name, description, stable, isIt) => {
    expect(isNoteOf(splitDescription(description), stable)).toBe(isIt);
  });

  it('of another state are forgotten by the next move', () => {
    expect(previousAfterMove({of: '3', previous: ['2']}, '1', '4')).toEqual({of: '4', previous: ['1']});
  });
});

it('the mark of a lease that has run is no text of the user, and gives way to the next move', () => {
  const ran = ranLeaseDescription('Mine. [6 was 5]', {rolloutId: 'k3x9a0', candidate: '7'});
  expect(ran).toBe('Mine. [6 was 5] [lease of k3x9a0 took back 7]');
  expect(splitDescription(ran)).toEqual({
    ...{text: 'Mine.', previous: ['5'], of: '6'},
    ranLease: {rolloutId: 'k3x9a0', candidate: '7'},
  });
  const {text, ...note} = splitDescription(ran);
  expect(restingDescription(text, note)).toBe('Mine. [6 was 5]');
  const long = ranLeaseDescription(`${'x'.repeat(210)} [6 was 5 4 3]`, {rolloutId: 'k3x9a0', candidate: '7'});
  expect(long.length).toBeLessThanOrEqual(256);
});
