import {execFileSync} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {formatVersionNote, isOfCommit, parseVersionNote} from '../../../src/lib/model/versions/note.js';
import {readCommitAuthor, readGitCommit} from '../../../src/lib/service/publish/git-commit.js';
import {tempFolder, writeTree} from '../../package/temp-folder.js';

const SHA = '1a2b3c4d5e6f7a8b9c0d1a2b3c4d5e6f7a8b9c0d';

function aRepository(): string {
  const folder = writeTree(tempFolder(), {'index.js': 'x'});
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', folder, '-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args]);
  git('init', '-q');
  git('add', '-A');
  git('commit', '-q', '-m', 'Begin');
  return folder;
}

test('a commit is dirty when its files were changed, not when others lie beside them', async () => {
  const folder = aRepository();
  expect(await readGitCommit(folder, {GITHUB_SHA: SHA})).toEqual({commit: expect.any(String), subject: 'Begin'});
  writeFileSync(path.join(folder, 'function.zip'), 'z');
  expect((await readGitCommit(folder, {}))?.dirty).toBeUndefined();
  writeFileSync(path.join(folder, 'index.js'), 'changed');
  expect(await readGitCommit(folder, {})).toMatchObject({subject: 'Begin', dirty: true});
});

test('who made a commit is told where the repository has it, by as many digits as were noted', async () => {
  const folder = aRepository();
  const {commit = ''} = (await readGitCommit(folder, {})) ?? {};
  expect(await readCommitAuthor(folder, commit.slice(0, 12))).toBe('a');
  expect(await readCommitAuthor(folder, SHA)).toBeUndefined();
  expect(await readCommitAuthor(tempFolder(), commit)).toBeUndefined();
});

test.each<[string, Record<string, string>, object | undefined]>([
  ['GitHub', {GITHUB_SHA: SHA}, {commit: SHA, subject: ''}],
  ['GitLab', {CI_COMMIT_SHA: SHA, CI_COMMIT_TITLE: 'Round'}, {commit: SHA, subject: 'Round'}],
  ['Buildkite', {BUILDKITE_COMMIT: SHA, BUILDKITE_MESSAGE: 'Round\n\nMore'}, {commit: SHA, subject: 'Round'}],
  ['Jenkins', {GIT_COMMIT: SHA.toUpperCase()}, {commit: SHA, subject: ''}],
  ['CodeBuild without a commit', {CODEBUILD_RESOLVED_SOURCE_VERSION: 'arn:aws:s3:::b/k'}, undefined],
  ['Buildkite before it knows', {BUILDKITE_COMMIT: 'HEAD'}, undefined],
  ['nobody', {}, undefined],
])('without a repository %s tells the commit', async (_, environment, expected) => {
  expect(await readGitCommit(tempFolder(), environment)).toEqual(expected);
});

test('a version made with changes says so, and is not the one of the commit', () => {
  const text = formatVersionNote({commit: SHA, dirty: true, message: 'Round'});
  expect(text).toBe('git:1a2b3c4d5e6f-dirty Round');
  expect(parseVersionNote(text)).toEqual({commit: SHA.slice(0, 12), dirty: true, message: 'Round'});
  expect(isOfCommit(parseVersionNote(text), SHA)).toBe(false);
  expect(isOfCommit(parseVersionNote(text.replace('-dirty', '')), SHA)).toBe(true);
});
