import {execFile} from 'node:child_process';
import path from 'node:path';
import {promisify} from 'node:util';

const run = promisify(execFile);

/** The Python in which the tests with ministack run: what is named, or one that is made in `folder`; nothing where it cannot be had. */
export async function testPython(folder: string): Promise<string | undefined> {
  const named = process.env.LAMBDA_RELEASE_TEST_PYTHON;
  if (named) return named;
  const python = path.join(folder, 'python', 'bin', 'python');
  try {
    await run('python3', ['-m', 'venv', path.join(folder, 'python')]);
    const pip = ['-m', 'pip', '--quiet', '--disable-pip-version-check', 'install'];
    await run(python, [...pip, 'ministack==1.5.33', 'cfn-lint==1.58.0', 'aws-sam-translator==1.115.0']);
    return python;
  } catch {
    // No Python, or no PyPI: these tests skip themselves, and are counted as skipped.
    return undefined;
  }
}
