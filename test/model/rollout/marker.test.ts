import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {ParseError} from '../../../src/lib/model/parse-error.js';
import {
  formatMarker,
  isWatching,
  lateMove,
  MAX_MARKER_LENGTH,
  parseMarker,
  type RolloutMarker,
  stepIndexOf,
} from '../../../src/lib/model/rollout/marker.js';
import {formatMarkerSteps, parseMarkerSteps} from '../../../src/lib/model/rollout/marker-steps.js';
import {parseSteps, type Step} from '../../../src/lib/model/rollout/step.js';

const START_MS = Date.UTC(2026, 0, 1, 12);
const MINUTE_MS = 60_000;

function aMarker(overrides: Partial<RolloutMarker> = {}): RolloutMarker {
  return {
    rolloutId: 'k3x9a0',
    stable: '6',
    candidate: '7',
    steps: parseSteps('5%:5m, 25%:5m, 50%:5m'),
    movedMs: [START_MS, START_MS + 6 * MINUTE_MS],
    watchMs: 600_000,
    settingsDigest: '1a2b3c4d',
    held: false,
    ...overrides,
  };
}

const steps = fc
  .uniqueArray(fc.integer({min: 1, max: 9_999}), {maxLength: 12})
  .chain((weights) =>
    fc.tuple(
      fc.constant(weights.toSorted((a, b) => a - b).map((weight) => weight / 100)),
      fc.array(fc.integer({min: 60, max: 7_200}), {minLength: weights.length, maxLength: weights.length}),
    ),
  )
  .map(([weights, bakes]): Step[] =>
    weights.map((weightPercent, index) => ({weightPercent, bakeMs: (bakes[index] ?? 60) * 1_000})),
  );

const markers = fc
  .record({
    steps,
    moves: fc.array(fc.tuple(fc.integer({min: 0, max: 100_000}), fc.boolean()), {minLength: 1, maxLength: 13}),
    stable: fc.integer({min: 1, max: 99_999}).map(String),
    candidate: fc.integer({min: 1, max: 99_999}).map(String),
    watchMs: fc.integer({min: 0, max: 100_000}).map((seconds) => seconds * 1_000),
    digest: fc.integer({min: 0, max: 0xffffffff}).map((value) => value.toString(16).padStart(8, '0')),
    held: fc.boolean(),
    train: fc.option(fc.record({trainId: fc.stringMatching(/^[0-9a-z]{6}$/), wave: fc.integer({min: 1, max: 999})}), {
      nil: undefined,
    }),
  })
  .map(({steps: some, moves, digest, train, ...rest}) => {
    let ms = START_MS;
    const movedMs = moves.slice(0, some.length + 1).map(([minutes, isLate]) => {
      ms += minutes * MINUTE_MS;
      return isLate ? lateMove(ms) : ms;
    });
    return aMarker({...rest, ...(train && {train}), steps: some, movedMs, settingsDigest: digest});
  });

describe('a rollout marker', () => {
  it('is short and says where the rollout is', () => {
    const text = formatMarker(aMarker());
    expect(text).toBe('[lr1 k3x9a0 2/3 6>7 5,25,50:5m hjb80+6 w10m 1a2b3c4d]');
    expect(text.length).toBeLessThan(MAX_MARKER_LENGTH / 2);
  });

  it('tells the moves that came late in their minute', () => {
    const movedMs = [START_MS + 20_000, START_MS + 6 * MINUTE_MS, START_MS + 9 * MINUTE_MS + 1];
    const text = formatMarker(aMarker({movedMs}));
    expect(text).toContain(' ~hjb80+6~3 ');
    expect(parseMarker(text).movedMs).toEqual([lateMove(START_MS), movedMs[1], lateMove(START_MS + 9 * MINUTE_MS)]);
  });

  it('reads what it writes', () => {
    fc.assert(
      fc.property(markers, (marker) => {
        expect(parseMarker(formatMarker(marker))).toEqual(marker);
      }),
    );
  });

  it.each([
    '5%:5m, 25%:5m, 50%:5m',
    'canary-10-15m',
    'linear-10-1m',
    'linear-5-10m',
    '1%:10m, 5%:10m, 10%:15m, 25%:20m, 50%:30m, 75%:1h',
    'all-at-once',
  ])('fits its 120 characters to the last move of %s', (text) => {
    const some = parseSteps(text);
    let ms = START_MS;
    const movedMs = [ms, ...some.map((step) => (ms += step.bakeMs + 45 * MINUTE_MS))];
    const marker = aMarker({steps: some, movedMs, stable: '12345', candidate: '12346', held: true});
    expect(formatMarker(marker).length).toBeLessThanOrEqual(MAX_MARKER_LENGTH);
    expect(parseMarker(formatMarker(marker))).toEqual(marker);
  });

  it('knows its step and whether it watches', () => {
    expect(stepIndexOf(aMarker())).toBe(1);
    expect(isWatching(aMarker())).toBe(false);
    expect(isWatching(aMarker({movedMs: [0, 1, 2, 3].map((minute) => START_MS + minute * MINUTE_MS)}))).toBe(true);
    expect(formatMarker(aMarker({steps: [], movedMs: [START_MS]}))).toContain(' w/0 ');
  });

  it.each([
    '[lr2 k3x9a0 2/3 6>7 5,25,50:5m hjb80+6 w10m 1a2b3c4d]',
    '[lr1 k3x9a0 1/3 6>7 5,25,50:5m hjb80+6 w10m 1a2b3c4d]',
    '[lr1 k3x9a0 2/4 6>7 5,25,50:5m hjb80+6 w10m 1a2b3c4d]',
    '[lr1 k3x9a0 2/3 6>7 5:5m,25,50:5m hjb80+6 w10m 1a2b3c4d]',
    '[lr1 k3x9a0 2/3 6>7 5,25,500:5m hjb80+6 w10m 1a2b3c4d]',
    '[lr1 k3x9a0 2/3 0>7 5,25,50:5m hjb80+6 w10m 1a2b3c4d]',
    '[lr1 k3x9a0 2/3 6>7 5,25,50 hjb80+6 w10m 1a2b3c4d]',
    '[lr1 k3x9a0 2/3 6>7 5,25,50:5m +hjb80+6 w10m 1a2b3c4d]',
  ])('refuses %s, which it would not have written', (text) => {
    expect(() => parseMarker(text)).toThrow(ParseError);
  });
});

describe('the steps of a marker', () => {
  it.each([
    ['5%:5m, 25%:5m, 50%:5m', '5,25,50:5m'],
    ['5%:5m, 25%:10m, 50%:10m', '5:5m,25,50:10m'],
    ['linear-10-1m', '10x9:1m'],
    ['0.1%:1m, 0.2%:1m, 0.3%:1m', '0.1x3:1m'],
    ['canary-10-15m', '10:15m'],
    ['all-at-once', '-'],
  ])('of %s are %s', (long, short) => {
    expect(formatMarkerSteps(parseSteps(long))).toBe(short);
    expect(parseMarkerSteps(short)).toEqual(parseSteps(long));
  });
});
