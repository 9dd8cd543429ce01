import {expect, test} from 'vitest';
import {buildDeploymentPackage} from '../../../src/lib/package/build-deployment-package.js';
import {glibcNeededBy} from '../../../src/lib/package/inspect/elf-glibc.js';
import {EventRecorder} from '../../fakes/event-recorder.js';
import {type Tree, tempFolder, writeTree} from '../temp-folder.js';
import {ARM64, DARWIN_ARM64, elf, elfAskingFor, X86_64} from './binary-files.js';

/** Why a package is refused for x86_64; nothing when it is not. */
async function refusal(tree: Tree, runtime?: string, architecture = 'x86_64'): Promise<string | undefined> {
  const sourceDir = writeTree(tempFolder(), {'index.js': 'x', ...tree});
  try {
    await buildDeploymentPackage({sourceDir, architecture, runtime, sink: new EventRecorder()});
    return undefined;
  } catch (error) {
    const {code, message, suggestions} = error as {code: string; message: string; suggestions: string[]};
    return `${code} ${message} ${suggestions[0]}`;
  }
}

const native = (name: string): Tree => ({[name]: elf(X86_64)});
const wheel = (tag: string, file = 'fast/_fast.so'): Tree => ({
  [file]: elf(X86_64),
  'fast-1.0.dist-info/WHEEL': `Wheel-Version: 1.0\nTag: ${tag}\n`,
  'fast-1.0.dist-info/RECORD': `${file},sha256=x,64\nfast-1.0.dist-info/WHEEL,,\n`,
});

test.each<[string, Tree, string | undefined, string]>([
  ['another CPython', native('x.cpython-311-x86_64-linux-gnu.so'), 'python3.13', 'for CPython 3.11'],
  ['a CPython without its lock', native('x.cpython-313t-x86_64-linux-gnu.so'), 'python3.13', 'for CPython 3.13t'],
  ['PyPy', native('x.pypy310-pp73-x86_64-linux-gnu.so'), 'python3.13', 'for PyPy'],
  ['musl', native('x.cpython-313-x86_64-linux-musl.so'), 'python3.13', 'for musl'],
  [
    'a newer glibc, by the wheel',
    wheel('cp313-cp313-manylinux_2_39_x86_64'),
    'python3.13',
    'needs glibc 2.39; python3.13 has 2.34',
  ],
  [
    'Amazon Linux 2, by the wheel',
    wheel('cp311-abi3-manylinux_2_28_x86_64'),
    'python3.11',
    'needs glibc 2.28; python3.11 has 2.26',
  ],
  [
    'a newer glibc, by the file',
    {'a.node': elfAskingFor(['GLIBC_2.2.5', 'GLIBC_2.38', 'GLIBC_2.9'])},
    'nodejs22.x',
    'needs glibc 2.38',
  ],
  ['another Node ABI', native('node_modules/a/lib/node-v108-linux-x64/a.node'), 'nodejs22.x', 'for Node.js ABI 108'],
  [
    'Debian, as Prisma says it',
    native('node_modules/.prisma/client/libquery_engine-debian-openssl-3.0.x.so.node'),
    undefined,
    'for Debian',
  ],
  [
    'an older OpenSSL',
    native('node_modules/.prisma/client/libquery_engine-rhel-openssl-1.0.x.so.node'),
    'nodejs22.x',
    'for OpenSSL 1.0',
  ],
])('a compiled file for %s is refused with what it is for', async (_, tree, runtime, reason) => {
  expect(await refusal(tree, runtime)).toContain(reason);
});

test.each<[string, Tree, string | undefined]>([
  ['the CPython of the runtime', native('x.cpython-313-x86_64-linux-gnu.so'), 'python3.13'],
  ['abi3', native('x.abi3.so'), 'python3.13'],
  ['any CPython, when the runtime is not known', native('x.cpython-311-x86_64-linux-gnu.so'), undefined],
  ['one of several glibcs', wheel('cp313-cp313-manylinux_2_17_x86_64.manylinux_2_39_x86_64'), 'python3.13'],
  ['manylinux2014', wheel('cp311-cp311-manylinux2014_x86_64'), 'python3.11'],
  ['a wheel that was built here', wheel('cp313-cp313-linux_x86_64'), 'python3.13'],
  ['a glibc that the runtime has', {'a.node': elfAskingFor(['GLIBC_2.34', 'GLIBC_PRIVATE'])}, 'nodejs22.x'],
  ['the ABI of the runtime', native('node_modules/a/prebuilds/linux-x64/node.abi127.node'), 'nodejs22.x'],
  ['Node-API', native('node_modules/a/prebuilds/linux-x64/node.napi.node'), 'nodejs22.x'],
])('a compiled file for %s is taken', async (_, tree, runtime) => {
  expect(await refusal(tree, runtime)).toBeUndefined();
});

test.each<[string, Tree, string]>([
  [
    "Prisma's engines",
    {
      'node_modules/.prisma/client/libquery_engine-darwin-arm64.dylib.node': DARWIN_ARM64,
      'node_modules/.prisma/client/libquery_engine-debian-openssl-3.0.x.so.node': elf(X86_64),
      'node_modules/.prisma/client/libquery_engine-rhel-openssl-3.0.x.so.node': elf(X86_64),
    },
    'nodejs22.x',
  ],
  [
    'extensions for several CPythons',
    {'a/x.cpython-311-x86_64-linux-gnu.so': elf(X86_64), 'a/x.cpython-313-x86_64-linux-gnu.so': elf(X86_64)},
    'python3.13',
  ],
  [
    'addons for several Node ABIs',
    {
      'node_modules/a/prebuilds/linux-x64/node.abi115.node': elf(X86_64),
      'node_modules/a/prebuilds/linux-x64/node.abi127.node': elf(X86_64),
    },
    'nodejs22.x',
  ],
])('of %s side by side the right one is enough', async (_, tree, runtime) => {
  expect(await refusal(tree, runtime)).toBeUndefined();
  const [right = ''] = Object.keys(tree).slice(-1);
  expect(await refusal({...tree, [right]: 'gone'}, runtime)).toContain('NATIVE_MISMATCH');
});

const PARENT: Tree = {
  'node_modules/x/package.json': JSON.stringify({
    name: 'x',
    optionalDependencies: {
      '@x/linux-x64': '1',
      '@x/linux-x64-musl': '1',
      '@x/linux-arm64': '1',
      '@x/darwin-arm64': '1',
    },
  }),
};
const member = (name: string, binary: Buffer, file: string): Tree => ({
  [`node_modules/@x/${name}/package.json`]: JSON.stringify({name: `@x/${name}`, os: [name.split('-')[0]]}),
  [`node_modules/@x/${name}/${file}`]: binary,
});

test.each(['x.node', 'bin/x'])(
  'a package for another platform whose sibling for Lambda is absent is refused: %s',
  async (file) => {
    const darwin = member('darwin-arm64', DARWIN_ARM64, file);
    const refused = await refusal({...PARENT, ...darwin});
    expect(refused).toContain('NATIVE_MISMATCH');
    expect(refused).toContain('npm ci --os=linux --cpu=x64 --libc=glibc');
    expect(await refusal({...PARENT, ...darwin, ...member('linux-x64-musl', elf(X86_64), file)})).toContain(
      'NATIVE_MISMATCH',
    );
    expect(await refusal({...PARENT, ...darwin, ...member('linux-x64', elf(X86_64), file)})).toBeUndefined();
    expect(await refusal({...PARENT, ...member('linux-x64', elf(X86_64), file)}, undefined, 'arm64')).toContain(
      '--cpu=arm64',
    );
    expect(await refusal({...PARENT, ...member('linux-arm64', elf(ARM64), file)}, undefined, 'arm64')).toBeUndefined();
  },
);

test.runIf(process.platform === 'linux')('the glibc of a real program is read', () => {
  expect(glibcNeededBy(process.execPath)).toMatch(/^2\.\d+$/);
});

test('what is no ELF, or cut off, asks for no glibc', () => {
  const whole = elfAskingFor(['GLIBC_2.38']);
  const folder = writeTree(tempFolder(), {
    text: 'hello',
    short: whole.subarray(0, 50),
    cut: whole.subarray(0, whole.length - 70),
  });
  for (const name of ['text', 'short', 'cut']) expect(glibcNeededBy(`${folder}/${name}`)).toBeUndefined();
});
