import type {VersionDiff} from '../../../plan/versions/version-pair.js';
import {visibleName} from '../../control-characters.js';
import {formatFields} from '../../table.js';
import {versionChangeText} from './version-change-text.js';

/** The differences for people: settings, then files. */
export function versionDiffText(report: VersionDiff): string {
  const {functionName, from, to, identical, changes, files, filesMissing} = report;
  const name = `${functionName} ${from} → ${to}`;
  if (identical) return `${name}: the same code and the same configuration.`;
  const parts = [`${name}\n${formatFields(changes.map(versionChangeText), '  ')}`];
  if (files) {
    const lines = [
      ...files.added.map((file) => `  + ${visibleName(file)}`),
      ...files.changed.map((file) => `  ~ ${visibleName(file)}`),
      ...files.removed.map((file) => `  - ${visibleName(file)}`),
    ];
    parts.push(
      lines.length > 0 ? `Files\n${lines.join('\n')}` : 'Files: all the same; the zips differ in how they were made.',
    );
  }
  if (filesMissing !== undefined) parts.push(`Files: ${filesMissing}`);
  return parts.join('\n\n');
}
