import {execFile} from 'node:child_process';
import path from 'node:path';
import {promisify} from 'node:util';
import {statOf} from '../../package/write-package-file.js';

const run = promisify(execFile);

/** The commit a folder is at. */
export interface GitCommit {
  readonly commit: string;
  /** Empty when only the commit is known. */
  readonly subject: string;
  /** The files under version control are not those of the commit. */
  readonly dirty?: boolean | undefined;
}

type Environment = {readonly [name: string]: string | undefined};

/** Where CI systems say which commit a job is for, in the words of their own documentation, and its subject where they say it. */
const CI_VARIABLES: readonly (readonly [commit: string, subject?: string])[] = [
  ['GITHUB_SHA'],
  ['CI_COMMIT_SHA', 'CI_COMMIT_TITLE'],
  ['BUILDKITE_COMMIT', 'BUILDKITE_MESSAGE'],
  ['CIRCLE_SHA1'],
  ['BITBUCKET_COMMIT'],
  ['CODEBUILD_RESOLVED_SOURCE_VERSION'],
  ['BUILD_SOURCEVERSION', 'BUILD_SOURCEVERSIONMESSAGE'],
  ['TRAVIS_COMMIT', 'TRAVIS_COMMIT_MESSAGE'],
  ['DRONE_COMMIT_SHA', 'DRONE_COMMIT_MESSAGE'],
  ['SEMAPHORE_GIT_SHA'],
  ['GIT_COMMIT'],
];

/**
 * HEAD of the repository that a folder or file is in, and whether its files are still those; where there is no repository, as in a job that only
 * deploys, what the CI system says. `undefined` when neither knows.
 */
export async function readGitCommit(source: string, environment: Environment): Promise<GitCommit | undefined> {
  const folder = statOf(source)?.isFile() ? path.dirname(source) : source;
  return (await headOf(folder)) ?? commitOfJob(environment);
}

async function headOf(folder: string): Promise<GitCommit | undefined> {
  try {
    const stdout = await git(folder, 'log', '-1', '--format=%H%n%s');
    const [commit = '', subject = ''] = stdout.split('\n');
    if (commit === '') return undefined;
    const changes = await git(folder, 'status', '--porcelain', '--untracked-files=no');
    return {commit, subject, ...(changes !== '' && {dirty: true})};
  } catch {
    // Without git, outside a repository, or before its first commit. The note on a version is a convenience: a release never fails for
    // want of it.
    return undefined;
  }
}

/** Who made a commit, as far as the repository that `folder` is in has it. */
export async function readCommitAuthor(folder: string, commit: string): Promise<string | undefined> {
  try {
    const author = (await git(folder, 'log', '-1', '--format=%an', commit, '--')).trim();
    return author === '' ? undefined : author;
  } catch {
    // Without git, outside of that repository, or in a shallow copy of it.
    return undefined;
  }
}

async function git(folder: string, ...args: readonly string[]): Promise<string> {
  // GIT_OPTIONAL_LOCKS: looking must not be in the way of somebody's git.
  const env = {...process.env, GIT_OPTIONAL_LOCKS: '0'};
  return (await run('git', ['-C', folder, ...args], {timeout: 5000, env})).stdout;
}

function commitOfJob(environment: Environment): GitCommit | undefined {
  for (const [name, subjectName] of CI_VARIABLES) {
    const commit = environment[name]?.toLowerCase();
    // Of CodeBuild's sources some have no commit but a version of an object.
    if (commit === undefined || !/^[0-9a-f]{40}$/.test(commit)) continue;
    const subject = subjectName === undefined ? '' : (environment[subjectName] ?? '');
    return {commit, subject: subject.split('\n', 1)[0] ?? ''};
  }
  return undefined;
}
