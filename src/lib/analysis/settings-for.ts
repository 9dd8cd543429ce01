import {settleMsFor} from './minute/settle.js';
import type {AnalysisSettings} from './settings.js';

/** Settings for two versions: a minute is not settled before the slower one's timeouts have shown up in it. */
export function settingsFor(
  settings: AnalysisSettings,
  versions: readonly ({readonly timeoutSeconds: number} | undefined)[],
): AnalysisSettings {
  const settleMs = Math.max(
    settings.settleMs,
    ...versions.map((version) => (version ? settleMsFor(version.timeoutSeconds) : 0)),
  );
  return {...settings, settleMs};
}
