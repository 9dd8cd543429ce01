import {readdir, readFile} from 'node:fs/promises';
import path from 'node:path';
import {parseSync, Visitor} from 'oxc-parser';

/** One file naming another, or a package: by `import`, `import type`, `export … from`, `import()` or `typeof import()`. */
export interface Import {
  /** Path of the file that is imported, from the package's root; a package by its name, `node:` names as they are. */
  readonly target: string;
  readonly isFile: boolean;
  /** Nothing of it is left when the program runs. */
  readonly isType: boolean;
}

/** What every source file under `folder` of `root` imports; paths from `root`, with slashes. */
export async function readImports(root: string, folder: string): Promise<ReadonlyMap<string, readonly Import[]>> {
  const entries = await readdir(path.join(root, folder), {recursive: true, withFileTypes: true});
  const files = entries
    .filter((entry) => entry.isFile() && /\.(ts|mjs)$/.test(entry.name))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'))
    .sort();
  const read = files.map(async (file) => {
    const source = await readFile(path.join(root, file), 'utf8');
    return [file, importsOf(file, source)] as const;
  });
  return new Map(await Promise.all(read));
}

/** What one file imports, given its text. */
export function importsOf(file: string, source: string): readonly Import[] {
  const {program, module, errors} = parseSync(file, source);
  if (errors[0]) throw new Error(`${file}: ${errors[0].message}`);
  const found: Import[] = [];
  const add = (specifier: string, isType: boolean) => found.push(toImport(file, specifier, isType));
  for (const {moduleRequest, entries} of module.staticImports) {
    add(moduleRequest.value, entries.length > 0 && entries.every((entry) => entry.isType));
  }
  for (const {entries} of module.staticExports) {
    for (const {moduleRequest, isType} of entries) if (moduleRequest) add(moduleRequest.value, isType);
  }
  const visitor = new Visitor({
    ImportExpression({source: asked}) {
      // What is put together while the program runs is a file of the user's.
      if (asked.type === 'Literal' && typeof asked.value === 'string') add(asked.value, false);
    },
    TSImportType({source: asked}) {
      add(asked.value, true);
    },
  });
  visitor.visit(program);
  return found;
}

function toImport(file: string, specifier: string, isType: boolean): Import {
  if (!specifier.startsWith('.')) return {target: packageName(specifier), isFile: false, isType};
  const target = path.posix.join(path.posix.dirname(file), specifier).replace(/\.js$/, '.ts');
  return {target, isFile: true, isType};
}

function packageName(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier;
  const parts = specifier.split('/');
  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}
