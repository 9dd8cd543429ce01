import path from 'node:path';
import {planScaffold, type ScaffoldFile, writeScaffold} from '../config/scaffold.js';
import {UsageError} from '../errors.js';
import {parseAliasRef, parseFunctionRef} from '../model/function-ref.js';
import type {InitReport} from '../report/result/init-text.js';
import type {Session} from './session.js';

const ACTIONS = {missing: 'created', same: 'unchanged', different: 'overwritten'} as const;

/** Writes a release file, and a function where there is none; overwrites after a yes. Throws ParseError, UsageError, RefusedError. */
export async function init(
  {folder, host}: Session,
  named: string | undefined,
  options: {readonly source: string; readonly alias: string},
  signal: AbortSignal,
): Promise<InitReport> {
  const functionName = named ?? nameOf(folder);
  const {alias} = parseAliasRef(`${functionName}:${options.alias}`);
  const source = sourceWithin(folder, options.source);
  const files = await planScaffold({folder, functionName, source, alias});
  const different = files.filter(({now}) => now === 'different').map(({file}) => file);
  if (different.length > 0) await host.confirm(`Overwrite ${different.join(', ')}?`, signal);
  await writeScaffold(folder, files);
  return {functionName, alias, source, files: files.map(toReport)};
}

function toReport({file, now}: ScaffoldFile): InitReport['files'][number] {
  return {file, action: ACTIONS[now]};
}

/** The folder's name where that can be a function's; throws ParseError, with its way out, where it cannot. */
function nameOf(folder: string): string {
  return parseFunctionRef(path.basename(folder)).functionName;
}

function sourceWithin(folder: string, source: string): string {
  const relative = path.relative(folder, path.resolve(folder, source));
  if (relative !== '' && !relative.startsWith('..') && !path.isAbsolute(relative)) {
    return relative.split(path.sep).join('/');
  }
  throw new UsageError(`The source folder ${source} is not inside this one.`, {
    code: 'SOURCE_OUTSIDE',
    suggestions: ['Name a folder below the current one, such as --source dist.'],
  });
}
