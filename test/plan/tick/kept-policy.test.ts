import {describe, expect, it} from 'vitest';
import {DEFAULT_SETTINGS} from '../../../src/lib/analysis/settings.js';
import {settingsDigest} from '../../../src/lib/analysis/settings-digest.js';
import {toKeptPolicy, trustedPolicy, withStated} from '../../../src/lib/plan/tick/kept-policy.js';

const POLICY = {settings: {...DEFAULT_SETTINGS, alarms: ['red']}, onInconclusive: 'hold', promoteEarly: true} as const;
const MARKER = {rolloutId: 'k3x9a0', settingsDigest: settingsDigest(POLICY.settings)};
const KEPT = toKeptPolicy('k3x9a0', POLICY);

describe('a policy that is kept beside an alias', () => {
  it('is trusted when it is what the rollout was begun with', () => {
    expect(trustedPolicy(KEPT, MARKER)).toEqual(POLICY);
  });

  it.each([
    ['there is none', undefined, MARKER],
    ['it is of another rollout', {...KEPT, rolloutId: 'k3x9a1'}, MARKER],
    ['its settings are not those of the marker', KEPT, {...MARKER, settingsDigest: '00000000'}],
    ['a word of it was changed', {...KEPT, text: KEPT.text.replace('"hold"', '"go on"')}, MARKER],
    ['it is cut off', {...KEPT, text: KEPT.text.slice(0, -1)}, MARKER],
    ['it is empty', {...KEPT, text: ''}, MARKER],
    ['it is something else', {...KEPT, text: 'null'}, MARKER],
  ])('is not trusted when %s', (_name, kept, marker) => {
    expect(trustedPolicy(kept, marker)).toBeUndefined();
  });

  it('gives way to what its driver decides by flags, and to nothing else', () => {
    expect(withStated(POLICY, {settings: 'file', onInconclusive: 'promote'})).toEqual({
      ...POLICY,
      onInconclusive: 'promote',
    });
    expect(withStated(POLICY)).toEqual(POLICY);
  });
});
