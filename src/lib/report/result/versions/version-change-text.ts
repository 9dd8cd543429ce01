import type {VersionChange} from '../../../model/versions/version-change.js';

/** `memory  128 → 256`, or the names of the variables that came, went and changed. */
export function versionChangeText(change: VersionChange): readonly [string, string] {
  if ('from' in change) return [change.field, `${change.from || 'none'} → ${change.to || 'none'}`];
  const groups = Object.entries({added: change.added, changed: change.changed, removed: change.removed});
  const parts = groups.flatMap(([what, names]) => (names.length > 0 ? [`${what} ${names.join(', ')}`] : []));
  return [change.field, parts.join('; ')];
}
