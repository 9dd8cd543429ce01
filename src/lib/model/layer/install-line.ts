import {runtimePlatform} from '../function/runtime-platform.js';

/** The line that makes npm install what the function's platform needs. */
export function npmInstallLine(architecture: string | undefined): string {
  return `npm ci --os=linux --cpu=${architecture === 'arm64' ? 'arm64' : 'x64'} --libc=glibc`;
}

/** The same for pip, with the Python of the runtime where it is known. */
export function pipInstallLine(architecture: string | undefined, runtime: string | undefined): string {
  return `pip install ${pipPlatform({architecture, runtime})} --target python -r requirements.txt`;
}

/** Where a function runs, as far as it is known. */
interface Platform {
  readonly architecture?: string | undefined;
  readonly runtime?: string | undefined;
}

/**
 * What installs the production dependencies of a project of Python for the function's platform into the folder that a layer is made of: by its lockfile,
 * or with pip by requirements.txt. Of poetry it takes poetry-plugin-export.
 */
export function pythonInstallLine(tool: 'uv' | 'poetry' | 'pipenv' | undefined, platform: Platform): string {
  if (tool === undefined) return 'pip install -r requirements.txt -t python';
  if (tool === 'uv') {
    const version = pythonOf(platform.runtime);
    const machine = `${machineOf(platform.architecture)}-manylinux2014`;
    const python = version === undefined ? '' : ` --python-version ${version}`;
    return `uv export --frozen --no-default-groups --no-editable --no-emit-project | uv pip install --python-platform ${machine}${python} --target python -r -`;
  }
  const exported = tool === 'poetry' ? 'poetry export --without-hashes' : 'pipenv requirements';
  return `${exported} | pip install ${pipPlatform(platform)} --target python -r /dev/stdin`;
}

function pipPlatform({architecture, runtime}: Platform): string {
  const python = pythonOf(runtime);
  const version = python === undefined ? '' : ` --python-version ${python} --implementation cp`;
  return `--platform manylinux2014_${machineOf(architecture)}${version} --only-binary=:all:`;
}

function machineOf(architecture: string | undefined): string {
  return architecture === 'arm64' ? 'aarch64' : 'x86_64';
}

/** `3.13` of `python3.13`. */
function pythonOf(runtime: string | undefined): string | undefined {
  return runtimePlatform(runtime).python?.replace(/^3/, '3.');
}
