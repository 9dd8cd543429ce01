import {expect, test} from 'vitest';
import {SourceRules} from '../../../src/lib/package/layer/source-rules.js';
import {tempFolder, writeTree} from '../temp-folder.js';

function leavesOut(lines: string | Buffer): (relativePath: string, isFolder?: boolean) => boolean {
  const below = new SourceRules(writeTree(tempFolder(), {'.lambdaignore': lines})).below('node_modules');
  return (relativePath, isFolder = false) => below(relativePath, isFolder);
}

test('lines know cases, as for the package itself', () => {
  const isOut = leavesOut('LICENSE\ndocs/\n');
  expect([isOut('a/LICENSE'), isOut('a/docs', true)]).toEqual([true, true]);
  expect([isOut('a/license'), isOut('a/license.js'), isOut('a/Docs', true)]).toEqual([false, false, false]);
});

test('a byte order mark takes nothing from the first line', () => {
  expect(leavesOut('\uFEFFdocs/\r\n')('a/docs', true)).toBe(true);
});

test('a line for the folder of all packages says nothing of them', () => {
  expect(leavesOut('node_modules/\n*.md\n')('a/README.md')).toBe(false);
});
