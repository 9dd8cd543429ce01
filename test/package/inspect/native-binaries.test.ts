import path from 'node:path';
import {expect, test} from 'vitest';
import {buildDeploymentPackage} from '../../../src/lib/package/build-deployment-package.js';
import {assertNativesFit} from '../../../src/lib/package/inspect/native-binaries.js';
import {EventRecorder} from '../../fakes/event-recorder.js';
import {type Tree, tempFolder, writeTree} from '../temp-folder.js';
import {ARM64, DARWIN_ARM64, elf, X86_64} from './binary-files.js';

async function outcome(tree: Tree, architecture?: string) {
  const sourceDir = writeTree(tempFolder(), {'index.js': 'x', ...tree});
  const sink = new EventRecorder();
  try {
    const built = await buildDeploymentPackage({sourceDir, architecture, sink});
    return {built, warned: sink.events.filter((event) => event.type === 'warning' && event.code === 'NATIVE_UNUSED')};
  } catch (error) {
    return {refused: error as {code: string; exitCode: number; message: string; suggestions: string[]}};
  }
}

test('a module for the architecture of the function is fine, one for another is refused by file and package', async () => {
  const tree = {'node_modules/@scope/bcrypt/build/Release/bcrypt.node': elf(X86_64)};

  expect(await outcome(tree, 'x86_64')).toMatchObject({warned: []});
  expect(await outcome(tree)).toMatchObject({warned: []});
  const {refused} = await outcome(tree, 'arm64');
  expect(refused).toMatchObject({code: 'NATIVE_MISMATCH', exitCode: 3});
  expect(refused?.message).toContain(
    'node_modules/@scope/bcrypt/build/Release/bcrypt.node of @scope/bcrypt (ELF, x86_64)',
  );
  expect(refused?.suggestions.join(' ')).toContain('npm ci --os=linux --cpu=arm64');
  expect(refused?.suggestions.join(' ')).toContain('--architecture x86_64');
});

test('a module of another system is refused whatever the architecture', async () => {
  const {refused} = await outcome({'node_modules/bcrypt/bcrypt.node': DARWIN_ARM64});
  expect(refused?.message).toContain('(Mach-O, arm64)');
});

test('a shared object of Python is refused with the way pip has', async () => {
  const {refused} = await outcome({'numpy/core.cpython-312-aarch64-linux-gnu.so': elf(ARM64)}, 'x86_64');
  expect(refused?.suggestions[0]).toContain('pip install --platform manylinux2014_x86_64');
});

test.each<[string, Tree]>([
  [
    'prebuilds of one package',
    {
      'node_modules/zlib/prebuilds/linux-x64/node.napi.node': elf(X86_64),
      'node_modules/zlib/prebuilds/linux-arm64/node.napi.armv8.node': elf(ARM64),
      'node_modules/zlib/prebuilds/darwin-x64+arm64/node.napi.node': DARWIN_ARM64,
    },
  ],
  [
    'packages for each platform',
    {
      'node_modules/@img/sharp-linux-x64/lib/sharp.node': elf(X86_64),
      'node_modules/@img/sharp-linuxmusl-x64/lib/sharp.node': elf(X86_64),
      'node_modules/@img/sharp-darwin-arm64/lib/sharp.node': DARWIN_ARM64,
    },
  ],
  [
    'files for each platform',
    {
      'node_modules/swc/swc.linux-x64-gnu.node': elf(X86_64),
      'node_modules/swc/swc.linux-arm64-gnu.node': elf(ARM64),
    },
  ],
])('%s are dead weight beside the right one, and an error without it', async (_, tree) => {
  const {warned} = await outcome(tree, 'x86_64');
  expect(warned).toHaveLength(1);
  const others = Object.entries(tree).filter(([name]) => !/linux-x64/.test(name));
  expect((await outcome(Object.fromEntries(others), 'x86_64')).refused?.code).toBe('NATIVE_MISMATCH');
});

test('a package that is for other systems by its own word is not asked for on Linux', async () => {
  const {warned} = await outcome({
    'node_modules/fsevents/package.json': '{"name": "fsevents", "os": ["darwin"]}',
    'node_modules/fsevents/fsevents.node': DARWIN_ARM64,
  });
  expect(JSON.stringify(warned)).toContain('fsevents');
});

test('a program of another platform is a warning: it may never be started', async () => {
  expect((await outcome({'bin/ffmpeg': elf(ARM64)}, 'x86_64')).warned).toHaveLength(1);
});

test.each(['bootstrap', 'extensions/tracer'])('%s of another platform is refused: Lambda starts it', async (file) => {
  const {refused} = await outcome({[file]: elf(X86_64)}, 'arm64');
  expect(refused).toMatchObject({code: 'NATIVE_MISMATCH', exitCode: 3});
  expect(refused?.suggestions).toContain('Build it for Linux on arm64.');
  expect((await outcome({[file]: elf(ARM64)}, 'arm64')).warned).toEqual([]);
  expect((await outcome({[`tools/${file}`]: elf(X86_64)}, 'arm64')).warned).toHaveLength(1);
});

test('the architecture may become known after packaging', async () => {
  const {built} = await outcome({'node_modules/bcrypt/bcrypt.node': elf(X86_64)});
  expect(built?.binaries.map(({path: file, machine}) => [path.posix.basename(file), machine])).toEqual([
    ['bcrypt.node', 'x86_64'],
  ]);
  expect(() => assertNativesFit(built?.binaries ?? [], {architecture: 'arm64'})).toThrow(/bcrypt/);
});

test('a Java class and text in disguise are no binaries', async () => {
  const javaClass = Buffer.concat([Buffer.from([0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 61]), Buffer.alloc(40)]);
  const {built} = await outcome({
    'Main.class': javaClass,
    'MZ.node': 'MZ is how this text begins, and it goes on and on and on.',
  });
  expect(built?.binaries).toEqual([]);
});
