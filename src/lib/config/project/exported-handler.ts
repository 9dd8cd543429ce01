import path from 'node:path';
import {fileNames, projectText} from './project-file.js';

/** Names that files of handlers have, the likeliest first. */
const USUAL = ['index', 'handler', 'lambda_function', 'app', 'main', 'lambda', 'function'];
const NODE = /\.[cm]?[jt]s$/;
const TESTS = /\.(test|spec|d)\.[cm]?[jt]s$|^test_|_test\.py$|\.config\.[cm]?[jt]s$/;
const NODE_EXPORTS = [
  /^export (?:async )?(?:function|const|let|var) +(\w*[hH]andler)\b/m,
  /^export ?\{[^}]*?(?:\bas )?\b(\w*[hH]andler) ?[,}]/m,
  /\bexports\.(\w*[hH]andler) ?=/,
  /\bmodule\.exports ?= ?\{[^}]*?\b(\w*[hH]andler)\b/,
  // As esbuild writes CommonJS.
  /__export\(\w+, ?\{[^}]*?\b(\w*[hH]andler):/,
];
const PYTHON_EXPORTS = [/^(?:async )?def (\w*handler)\(/m, /^(\w*handler) ?= /m];

/** A file of a folder and what of it Lambda is to call. */
export interface ExportedHandler {
  /** Name of the file, with its extension. */
  readonly file: string;
  readonly exported: string;
}

/** The export of a text that looks like a handler. */
export function exportedHandler(file: string, text: string): string | undefined {
  const patterns = NODE.test(file) ? NODE_EXPORTS : PYTHON_EXPORTS;
  for (const pattern of patterns) {
    const name = pattern.exec(text)?.[1];
    if (name !== undefined) return name;
  }
  return undefined;
}

/** The handler in a folder's own files, of those with usual names before others; nothing when there is none. */
export async function findHandler(folder: string, extension: RegExp): Promise<ExportedHandler | undefined> {
  const names = (await fileNames(folder)).filter((name) => extension.test(name) && !TESTS.test(name));
  for (const file of names.toSorted((a, b) => rankOf(a) - rankOf(b))) {
    const exported = exportedHandler(file, (await projectText(folder, file)) ?? '');
    if (exported !== undefined) return {file, exported};
  }
  return undefined;
}

function rankOf(file: string): number {
  const index = USUAL.indexOf(path.parse(file).name);
  return index < 0 ? USUAL.length : index;
}
