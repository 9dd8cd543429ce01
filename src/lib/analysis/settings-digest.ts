import {
  type AnalysisSettings,
  BANK,
  PAIRS_WEIGHT,
  PROMOTION,
  SIGNAL_RATIO,
  SIGNAL_WEIGHTS,
  SLOW_GRID,
} from './settings.js';

/** Raised when the meaning of the evidence changes while settings and constants stay. */
const RULES = 3;
const CONSTANTS = {BANK, PROMOTION, SIGNAL_RATIO, SIGNAL_WEIGHTS};
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/**
 * Eight hex digits that change with any setting or constant of the judge, so that a terminal that takes over a
 * rollout notices when it would judge by other rules. FNV-1a, 32 bits, over canonical JSON: no secret, no identity.
 */
export function settingsDigest(settings: AnalysisSettings): string {
  // What judges pairs or slow requests is no rule of a rollout that has none of them.
  const constants = {...CONSTANTS, ...(settings.pairs && {PAIRS_WEIGHT}), ...(settings.slow && {SLOW_GRID})};
  const text = canonicalJson({rules: RULES, constants, settings});
  let hash = FNV_OFFSET;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), FNV_PRIME);
  return (hash >>> 0).toString(16).padStart(8, '0');
}

function canonicalJson(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`).join(',')}}`;
}
