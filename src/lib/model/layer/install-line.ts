import {runtimePlatform} from '../function/runtime-platform.js';

/** What has installed the packages that a layer is made of. */
export type InstallTool = 'npm' | 'pnpm' | 'yarn' | 'pip' | 'uv' | 'poetry' | 'pipenv';

/** Where a function runs, as far as it is known. */
interface Platform {
  readonly architecture?: string | undefined;
  readonly runtime?: string | undefined;
}

/**
 * The line that makes a tool install what the function's platform needs, for Python into a folder, which is that of a layer if none is named. yarn 1
 * knows only the machine it runs on, and poetry needs its plugin for exports.
 */
export function installLine(tool: InstallTool, platform: Platform, folder = 'python'): string {
  const cpu = platform.architecture === 'arm64' ? 'arm64' : 'x64';
  switch (tool) {
    case 'npm':
      return `npm ci --os=linux --cpu=${cpu} --libc=glibc`;
    case 'pnpm':
      return `pnpm install --os=linux --cpu=${cpu} --libc=glibc (pnpm 10.14 or later; before it, supportedArchitectures of package.json)`;
    case 'yarn': {
      const set = (field: string, value: string) =>
        `yarn config set supportedArchitectures.${field} --json '["${value}"]'`;
      return `${set('os', 'linux')} && ${set('cpu', cpu)} && ${set('libc', 'glibc')} && yarn install (yarn 1: on Linux, or in a container)`;
    }
    case 'pip':
      return `pip install ${pipPlatform(platform)} --target ${folder} -r requirements.txt`;
    case 'uv': {
      const python = pythonOf(platform.runtime);
      const version = python === undefined ? '' : ` --python-version ${python}`;
      const machine = `${machineOf(platform.architecture)}-${manylinuxOf(platform.runtime)[0]}`;
      return `uv export --frozen --no-default-groups --no-editable --no-emit-project | uv pip install --python-platform ${machine}${version} --target ${folder} -r -`;
    }
    case 'poetry':
      return `poetry export --without-hashes | pip install ${pipPlatform(platform)} --target ${folder} -r /dev/stdin`;
    case 'pipenv':
      return `pipenv requirements | pip install ${pipPlatform(platform)} --target ${folder} -r /dev/stdin`;
  }
}

/** The line that makes a tool of Node.js install what is needed at run time alone. */
export function productionLine(tool: 'npm' | 'pnpm' | 'yarn'): string {
  return {
    npm: 'npm ci --omit=dev',
    pnpm: 'pnpm install --prod --frozen-lockfile',
    yarn: 'yarn workspaces focus --production (yarn 1: yarn install --production --frozen-lockfile)',
  }[tool];
}

function pipPlatform({architecture, runtime}: Platform): string {
  const python = pythonOf(runtime);
  const version = python === undefined ? '' : ` --python-version ${python} --implementation cp`;
  // pip takes wheels for the platforms that are named, and for no older glibc besides.
  const platforms = manylinuxOf(runtime).map((each) => `--platform ${each}_${machineOf(architecture)}`);
  return `${platforms.join(' ')}${version} --only-binary=:all:`;
}

/** What wheels may be built for, newest first: the glibc of the runtime, and what most of them are built on (pypa/manylinux). */
function manylinuxOf(runtime: string | undefined): readonly [string, ...string[]] {
  const {glibc} = runtimePlatform(runtime);
  return glibc === '2.34' ? ['manylinux_2_34', 'manylinux_2_28', 'manylinux2014'] : ['manylinux2014'];
}

function machineOf(architecture: string | undefined): string {
  return architecture === 'arm64' ? 'aarch64' : 'x86_64';
}

/** `3.13` of `python3.13`. */
function pythonOf(runtime: string | undefined): string | undefined {
  return runtimePlatform(runtime).python?.replace(/^3/, '3.');
}
