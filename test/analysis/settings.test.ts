import {describe, expect, it} from 'vitest';
import {settleMsFor} from '../../src/lib/analysis/minute/settle.js';
import {DEFAULT_SETTINGS} from '../../src/lib/analysis/settings.js';
import {settingsDigest} from '../../src/lib/analysis/settings-digest.js';

describe('settingsDigest', () => {
  it('is eight hex digits, the same for equal settings in any order of their keys', () => {
    const {alpha, ...rest} = DEFAULT_SETTINGS;
    expect(settingsDigest(DEFAULT_SETTINGS)).toMatch(/^[0-9a-f]{8}$/);
    expect(settingsDigest({...rest, alpha})).toBe(settingsDigest(DEFAULT_SETTINGS));
  });

  it.each([
    ['alpha', {...DEFAULT_SETTINGS, alpha: 0.05}],
    ['tolerated ratio', {...DEFAULT_SETTINGS, tolerate: {ratio: 1.5, plus: 0.001}}],
    ['tolerated plus', {...DEFAULT_SETTINGS, tolerate: {ratio: 1.25, plus: 0.002}}],
    ['settle time', {...DEFAULT_SETTINGS, settleMs: 61_000}],
    ['minimum', {...DEFAULT_SETTINGS, minInvocations: 21}],
    ['hold', {...DEFAULT_SETTINGS, hold: {rate: 0.2, invocations: 21}}],
  ])('changes with the %s', (_what, settings) => {
    expect(settingsDigest(settings)).not.toBe(settingsDigest(DEFAULT_SETTINGS));
  });
});

describe('settleMsFor', () => {
  it.each([
    [3, 33_000],
    [29, 59_000],
    [0, 30_000],
    [900, 150_000],
    [Number.NaN, 150_000],
  ])('a timeout of %s s settles %s ms after the minute', (timeoutSeconds, settleMs) => {
    expect(settleMsFor(timeoutSeconds)).toBe(settleMs);
  });
});
