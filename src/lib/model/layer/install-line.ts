import {runtimePlatform} from '../function/runtime-platform.js';

/** The line that makes npm install what the function's platform needs. */
export function npmInstallLine(architecture: string | undefined): string {
  return `npm ci --os=linux --cpu=${architecture === 'arm64' ? 'arm64' : 'x64'} --libc=glibc`;
}

/** The same for pip, with the Python of the runtime where it is known. */
export function pipInstallLine(architecture: string | undefined, runtime: string | undefined): string {
  const {python} = runtimePlatform(runtime);
  const version = python === undefined ? '' : ` --python-version ${python.replace(/^3/, '3.')} --implementation cp`;
  const platform = `manylinux2014_${architecture === 'arm64' ? 'aarch64' : 'x86_64'}`;
  return `pip install --platform ${platform}${version} --only-binary=:all: --target python -r requirements.txt`;
}
