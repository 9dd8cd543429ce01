import {type PlannedFile, writePlanned} from '../../config/scaffold/planned-file.js';
import {fileDiff} from '../../report/result/init/file-diff.js';
import type {InitReport} from '../../report/result/init/init-text.js';
import type {Session} from '../session.js';

/**
 * Writes a release file and what goes with it, the release file last, so that it is as it was when the rest cannot be written. What is
 * there with another content is shown as a diff and overwritten after a yes. Throws UsageError.
 */
export async function writeFiles(
  session: Pick<Session, 'folder' | 'host'>,
  release: PlannedFile,
  others: readonly PlannedFile[],
  signal: AbortSignal,
): Promise<InitReport['files']> {
  const files = [...others, release];
  await confirmOverwriting(session, files, signal);
  await writePlanned(session.folder, files);
  return [release, ...others].map(toReport);
}

async function confirmOverwriting(
  {host}: Pick<Session, 'host'>,
  files: readonly PlannedFile[],
  signal: AbortSignal,
): Promise<void> {
  const different = files.filter(({text, before}) => before !== undefined && before !== text);
  if (different.length === 0) return;
  const diffs = different.map(({file, before = '', text}) => fileDiff(file, before, text));
  await host.showPlan(diffs.join('\n\n'));
  await host.confirm(`Overwrite ${different.map(({file}) => file).join(', ')}?`, signal);
}

function toReport({file, text, before}: PlannedFile): InitReport['files'][number] {
  return {file, action: before === undefined ? 'created' : before === text ? 'unchanged' : 'overwritten'};
}
