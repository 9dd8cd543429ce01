import {UsageError} from '../../errors.js';
import type {ReleaseProblem} from './release-problem.js';
import {shownPath} from './shown-path.js';

/** The error that names every problem of a release file, in its order. */
export function releaseFileInvalid(problems: readonly ReleaseProblem[], filePath: string): UsageError {
  const name = shownPath(filePath);
  const inOrder = [...problems].sort((a, b) => a.line - b.line || a.column - b.column);
  const listed = inOrder.map(({line, column, path: setting, message}) => {
    const where = `${name}:${line}:${column}`;
    return setting === '' ? `${where}  ${message}` : `${where}  ${setting}: ${message}`;
  });
  const count = problems.length === 1 ? 'a problem' : `${problems.length} problems`;
  return new UsageError(`${name} has ${count}:\n${listed.join('\n')}`, {
    code: 'RELEASE_FILE_INVALID',
    suggestions: ['Mend each line above; docs/release-file.md lists every setting.'],
    details: {file: filePath, problems: inOrder},
  });
}
