import {execFile} from 'node:child_process';
import {promisify} from 'node:util';

const run = promisify(execFile);

/** The commit a folder is at. */
export interface GitCommit {
  readonly commit: string;
  readonly subject: string;
}

/** HEAD of the repository `folder` is in; `undefined` without git, outside a repository or before its first commit. */
export async function readGitCommit(folder: string): Promise<GitCommit | undefined> {
  try {
    const {stdout} = await run('git', ['-C', folder, 'log', '-1', '--format=%H%n%s'], {timeout: 5000});
    const [commit = '', subject = ''] = stdout.split('\n');
    return commit === '' ? undefined : {commit, subject};
  } catch {
    // The note on a version is a convenience: a release never fails for want of it.
    return undefined;
  }
}
