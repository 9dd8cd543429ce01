import type {LockEntry} from '../../../src/lib/package/layer/npm-lock.js';
import {type Tree, tempFolder, writeTree} from '../temp-folder.js';

/** A lockfile as npm writes it, from its entries. */
export function lockOf(
  packages: Readonly<Record<string, LockEntry & {dev?: boolean; devDependencies?: object}>>,
): string {
  return JSON.stringify({name: 'app', lockfileVersion: 3, requires: true, packages});
}

/** The files of an installed package: its manifest and one module. */
export function installed(at: string, version: string, more: Tree = {}): Tree {
  const below = Object.fromEntries(Object.entries(more).map(([name, content]) => [`${at}/${name}`, content]));
  return {
    [`${at}/package.json`]: JSON.stringify({name: at.replace(/^.*node_modules\//, ''), version, main: 'index.js'}),
    [`${at}/index.js`]: `module.exports = '${at.replace(/^.*node_modules\//, '')}@${version}';\n`,
    ...below,
  };
}

/** A project with a handler, one dependency that has one itself, and one for development. */
export function anNpmProject(more: Tree = {}): string {
  return writeTree(tempFolder(), {
    'index.js': "exports.handler = async () => require('greeting');\n",
    'package.json': JSON.stringify({name: 'app', dependencies: {greeting: '^1.0.0'}, devDependencies: {tool: '*'}}),
    'package-lock.json': lockOf({
      '': {dependencies: {greeting: '^1.0.0'}, devDependencies: {tool: '*'}},
      'node_modules/greeting': {version: '1.0.0', dependencies: {words: '2'}},
      'node_modules/tool': {version: '3.0.0', dev: true},
      'node_modules/words': {version: '2.0.0'},
    }),
    ...installed('node_modules/greeting', '1.0.0', {'README.md': '# Greeting\n'}),
    ...installed('node_modules/tool', '3.0.0'),
    ...installed('node_modules/words', '2.0.0'),
    ...more,
  });
}
