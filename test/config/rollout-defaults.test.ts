import {expect, test} from 'vitest';
import {DEFAULT_SETTINGS} from '../../src/lib/analysis/settings.js';
import {toAnalysisSettings} from '../../src/lib/config/rollout-defaults.js';

test('without overrides the judge keeps its own defaults', () => {
  expect(toAnalysisSettings({})).toEqual(DEFAULT_SETTINGS);
});

test('half a tolerance leaves the other half at its default', () => {
  const settings = toAnalysisSettings({alpha: 0.05, tolerate: {ratio: 2}});

  expect(settings.alpha).toBe(0.05);
  expect(settings.tolerate).toEqual({ratio: 2, plus: DEFAULT_SETTINGS.tolerate.plus});
});
