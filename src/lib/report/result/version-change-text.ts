import type {VersionChange} from '../../plan/version-diff.js';

/** `memory  128 → 256`, or the names of the variables that came, went and changed. */
export function versionChangeText(change: VersionChange): readonly [string, string] {
  if ('from' in change) return [change.field, `${change.from || 'none'} → ${change.to || 'none'}`];
  const groups = Object.entries({added: change.added, changed: change.changed, removed: change.removed});
  const parts = groups.flatMap(([what, names]) => (names.length > 0 ? [`${what} ${names.join(', ')}`] : []));
  return [change.field, parts.join('; ')];
}

/** The names of the changes in one line; `nothing` when there are none. */
export function changedFieldsText(changes: readonly VersionChange[]): string {
  return changes.length === 0 ? 'nothing' : changes.map(({field}) => field).join(', ');
}
