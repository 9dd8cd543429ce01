import path from 'node:path';
import {namesHandler, planScaffold, type ScaffoldFile, writeScaffold} from '../config/scaffold.js';
import {UsageError} from '../errors.js';
import {parseAliasRef} from '../model/function-ref.js';
import type {InitReport} from '../report/result/init-text.js';
import type {Session} from './session.js';

/** Lambda API, FunctionName: letters, digits, - and _, at most 64. */
const MAX_NAME_LENGTH = 64;
const FUNCTION_NAME = /^[a-zA-Z0-9-_]{1,64}$/;
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
  return {functionName, alias, source, namesHandler: namesHandler(files), files: files.map(toReport)};
}

function toReport({file, now}: ScaffoldFile): InitReport['files'][number] {
  return {file, action: ACTIONS[now]};
}

/** The folder's name where that can be a function's; throws UsageError, with the nearest one that can, where it cannot. */
function nameOf(folder: string): string {
  const name = path.basename(folder);
  if (FUNCTION_NAME.test(name)) return name;
  const nearest = name
    .replace(/[^a-zA-Z0-9-_]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, MAX_NAME_LENGTH)
    .replace(/-+$/, '');
  throw new UsageError(`This folder's name cannot be a function's: "${name}".`, {
    code: 'FOLDER_NAME_UNUSABLE',
    suggestions: [`Name the function: lambda-release init ${nearest || 'my-function'}`],
    details: {folder},
  });
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
