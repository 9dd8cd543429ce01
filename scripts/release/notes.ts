// Prints what the changelog says of the version that a tag releases. Fails where tag, package, lock file, action and changelog do
// not agree on it: npx tsx scripts/release/notes.ts v1.2.3
import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {parse} from 'yaml';
import {packageRoot} from '../../src/lib/package-root.js';
import {releaseNotes} from './release-notes.js';

const read = (file: string) => readFile(path.join(packageRoot, file), 'utf8');
const {problems, notes} = releaseNotes({
  tag: process.argv[2] ?? '',
  version: JSON.parse(await read('package.json')).version,
  locked: JSON.parse(await read('package-lock.json')).version,
  actionDefault: parse(await read('action.yml')).inputs.version.default,
  changelog: await read('CHANGELOG.md'),
});
for (const problem of problems) process.stderr.write(`${problem}\n`);
if (problems.length > 0) process.exitCode = 1;
else process.stdout.write(notes);
