import {type AnalysisSettings, DEFAULT_SETTINGS} from '../analysis/settings.js';
import {parseSteps, type Step} from '../model/rollout/step.js';
import type {AnalysisOverrides, Engine, InconclusivePolicy, InterruptPolicy} from './release-file.js';

interface RolloutDefaults {
  readonly alias: string;
  readonly steps: readonly Step[];
  readonly onInconclusive: InconclusivePolicy;
  readonly onInterrupt: InterruptPolicy;
  readonly promoteEarly: boolean;
  readonly engine: Engine;
  readonly watchMs: number;
}

/** What a rollout does when neither flag, environment nor file says otherwise. */
export const ROLLOUT_DEFAULTS: RolloutDefaults = {
  alias: 'live',
  steps: parseSteps('5%:5m, 25%:5m, 50%:5m'),
  onInconclusive: 'extend',
  onInterrupt: 'abort',
  promoteEarly: false,
  engine: 'process',
  watchMs: 600_000,
};

/** The judge's settings with the file's (or flags') changes laid over its defaults. */
export function toAnalysisSettings(overrides: AnalysisOverrides): AnalysisSettings {
  return {
    ...DEFAULT_SETTINGS,
    ...overrides,
    tolerate: {...DEFAULT_SETTINGS.tolerate, ...overrides.tolerate},
  };
}
