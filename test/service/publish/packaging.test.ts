import path from 'node:path';
import {expect, test} from 'vitest';
import {collectFiles} from '../../../src/lib/package/source/collect-files.js';
import {ownFileRules} from '../../../src/lib/service/publish/packaging.js';
import {tempFolder, writeTree} from '../../package/temp-folder.js';

const functions = (...names: string[]) => new Map(names.map((name) => [name, {source: '.', configuration: {}}]));

test("of a source that is the project's folder, the release file and what package wrote stay out", () => {
  const written = ['checkout.zip', 'checkout.layer.zip', 'refund.zip'];
  const others = ['index.js', 'assets.zip', 'data/checkout.zip'];
  const tree = Object.fromEntries([...written, ...others, 'release.yml'].map((name) => [name, 'x']));
  const source = writeTree(tempFolder(), tree);
  const releaseFile = {path: path.join(source, 'release.yml'), functions: functions('checkout', 'refund')};
  const {files, leftOut} = collectFiles(source, {rules: ownFileRules(source, ['checkout'], releaseFile)});
  expect(files.map(({zipPath}) => zipPath)).toEqual(others.toSorted());
  expect(leftOut).toEqual([...written, 'release.yml'].toSorted());
});

test('a release file of any name in the source stays out; one outside is no rule', () => {
  const source = tempFolder();
  const rulesFor = (file: string) => ownFileRules(source, ['a'], {path: file, functions: functions('a')});
  expect(rulesFor(path.join(source, 'deploy/prod [1].yml'))).toContain('/deploy/prod\\ \\[1\\].yml');
  expect(rulesFor(path.join(path.dirname(source), 'release.yml'))).toEqual(['/a.zip', '/a.layer.zip']);
  expect(ownFileRules(source, ['a'], undefined)).toEqual(['/a.zip', '/a.layer.zip']);
});

test('.lambdaignore takes in what is wanted all the same', () => {
  const source = writeTree(tempFolder(), {'index.js': 'x', 'a.zip': 'z', '.lambdaignore': '!a.zip\n'});
  expect(collectFiles(source, {rules: ownFileRules(source, ['a'], undefined)}).leftOut).toEqual(['.lambdaignore']);
});

test('the journal that this run writes stays out, whatever it is called', () => {
  const source = writeTree(tempFolder(), {'index.js': 'x', 'evidence/run 1': '', 'evidence/run 2': ''});
  const rules = ownFileRules(source, ['a'], undefined, path.join(source, 'evidence/run 1'));
  expect(collectFiles(source, {rules}).leftOut).toEqual(['evidence/run 1']);
});
