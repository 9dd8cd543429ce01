import type {Tree} from '../../temp-folder.js';

/** A distribution as pip leaves it in a folder. */
export function distribution(folder: string, name: string, version: string, requires: readonly string[] = []): Tree {
  const info = `${name.replace(/-/g, '_')}-${version}.dist-info`;
  const module = name.toLowerCase().replace(/-/g, '_');
  const headers = ['Metadata-Version: 2.1', `Name: ${name}`, `Version: ${version}`];
  const files = [`${module}/__init__.py`, `${module}/__pycache__/__init__.cpython-313.pyc`, '../../bin/tool'];
  const own = ['METADATA', 'RECORD', 'INSTALLER'].map((file) => `${info}/${file}`);
  return {
    [`${folder}/${module}/__init__.py`]: `__version__ = '${version}'\n`,
    [`${folder}/${module}/__pycache__/__init__.cpython-313.pyc`]: 'compiled at some time',
    [`${folder}/${info}/METADATA`]: `${[...headers, ...requires.map((each) => `Requires-Dist: ${each}`)].join('\n')}\n\nName: not-this\n`,
    [`${folder}/${info}/INSTALLER`]: 'pip\n',
    [`${folder}/${info}/RECORD`]: `${[...files, ...own].map((file) => `${file},sha256=x,1`).join('\n')}\n`,
  };
}
