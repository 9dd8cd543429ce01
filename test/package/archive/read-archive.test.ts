import {writeFileSync} from 'node:fs';
import path from 'node:path';
import {buffer} from 'node:stream/consumers';
import {expect, test} from 'vitest';
import {ZipFile} from 'yazl';
import {archivePackage, readArchive} from '../../../src/lib/package/archive/read-archive.js';
import {buildDeploymentPackage} from '../../../src/lib/package/build-deployment-package.js';
import {writeBundle} from '../../../src/lib/package/bundle/bundle.js';
import {sha256Base64} from '../../../src/lib/package/sha256.js';
import {EventRecorder} from '../../fakes/event-recorder.js';
import {zipOf} from '../../sandbox/zip-of.js';
import {ARM64, elf, X86_64} from '../inspect/binary-files.js';
import {tempFolder, writeTree} from '../temp-folder.js';

const HANDLER = 'export const handler = () => 1;\n';

function archive(bytes: Buffer, name = 'app.zip'): string {
  const file = path.join(tempFolder(), name);
  writeFileSync(file, bytes);
  return file;
}

const read = (sourceDir: string, where: {readonly runtime?: string; readonly architecture?: string} = {}) =>
  readArchive({sourceDir, functionName: 'checkout', sink: new EventRecorder(), ...where});

test('an archive is released byte for byte, and is the content that its folder would be', async () => {
  const tree = {'index.mjs': HANDLER, 'lib/data.json': '{}', 'empty.txt': ''};
  const bytes = await zipOf(tree);
  const file = archive(bytes);
  const folder = writeTree(tempFolder(), tree);

  const content = await read(file);
  const packed = await content.pack();

  expect(Buffer.from(packed.zip).equals(bytes)).toBe(true);
  expect(packed).toMatchObject({codeSha256: sha256Base64(bytes), zippedBytes: bytes.length});
  expect(content).toMatchObject({files: 3, emptyPaths: ['empty.txt'], binaries: []});
  const ofFolder = await buildDeploymentPackage({sourceDir: folder, sink: new EventRecorder()});
  expect(ofFolder.codeSha256).not.toBe(packed.codeSha256);
  expect(content.contentDigest).toBe(ofFolder.contentDigest);
});

test('what `package` tells of it is told by its own directory', async () => {
  const bytes = await zipOf({'index.mjs': HANDLER.repeat(500), 'node_modules/a/index.js': 'a'.repeat(9000)});
  const sink = new EventRecorder();
  const made = await archivePackage({sourceDir: archive(bytes), functionName: 'checkout', sink});
  expect(made).toMatchObject({needsS3: false, leftOut: [], heaviest: [{name: 'index.mjs'}, {name: 'a', files: 1}]});
  expect(made.contents().map(({path: name, unzippedBytes}) => [name, unzippedBytes])).toEqual([
    ['index.mjs', HANDLER.length * 500],
    ['node_modules/a/index.js', 9000],
  ]);
  expect(sink.of('package.finished')).toMatchObject([{functionName: 'checkout', zippedBytes: bytes.length}]);
});

test('a link in it stays one, and nothing is read through it', async () => {
  const zip = new ZipFile();
  zip.addBuffer(Buffer.from('/etc/passwd'), 'link', {mode: 0o120777});
  zip.addBuffer(Buffer.from(HANDLER), 'index.mjs', {mode: 0o100644});
  zip.end();
  const content = await read(archive(await buffer(zip.outputStream)));
  expect(content).toMatchObject({files: 2, unzippedBytes: '/etc/passwd'.length + HANDLER.length});
});

test.each<[string, () => Promise<Buffer>, RegExp]>([
  ['no zip', async () => Buffer.from('#!/bin/sh\n'), /is not a zip archive/],
  ['nothing', async () => zipOf({}), /there is no file in it/],
  [
    'a damaged file',
    async () => damaged(await zipOf({'index.mjs': HANDLER}, 0o100644, false)),
    /damaged at index\.mjs/,
  ],
  ['a cut end', async () => (await zipOf({'index.mjs': HANDLER})).subarray(0, -30), /is not a zip archive/],
  ['a name twice', () => twice(), /index\.mjs is in it twice/],
  ['a way out', async () => renamed(await zipOf({aaaa: 'x'}), 'aaaa', '../b'), /"\.\.\/b" in it leads outside of it/],
  ['a backslash', async () => renamed(await zipOf({aaaa: 'x'}), 'aaaa', 'a\\bc'), /leads outside/],
  ['a file that is a folder too', () => zipOf({a: 'x', 'a/b': 'y'}), /a in it is a file and a folder/],
])('%s is refused by name', async (_, make, why) => {
  const file = archive(await make());
  await expect(read(file)).rejects.toMatchObject({
    code: 'ARCHIVE_REFUSED',
    exitCode: 2,
    message: expect.stringMatching(why),
  });
  await expect(read(file)).rejects.toThrow(file);
});

test('one that is not there says so', async () => {
  await expect(read('/nowhere/app.jar')).rejects.toMatchObject({code: 'SOURCE_FILE_MISSING', exitCode: 2});
});

test('what unpacks to more than Lambda takes is refused before it is unpacked', async () => {
  const bytes = await zipOf({'index.mjs': HANDLER, 'bomb.bin': 'x'});
  const at = bytes.indexOf('bomb.bin', bytes.indexOf('bomb.bin') + 1) - 46;
  bytes.writeUInt32LE(262_144_000, at + 24);
  await expect(read(archive(bytes))).rejects.toMatchObject({code: 'PACKAGE_TOO_LARGE', exitCode: 3});
});

test('binaries and credentials in it are refused as those of a folder are', async () => {
  const natives = archive(await zipOf({'index.mjs': HANDLER, 'node_modules/x/x.node': elf(X86_64)}));
  await expect(read(natives, {architecture: 'arm64'})).rejects.toMatchObject({code: 'NATIVE_MISMATCH'});
  await expect(read(natives, {architecture: 'x86_64'})).resolves.toMatchObject({binaries: [{machine: 'x86_64'}]});
  const secret = archive(await zipOf({'index.mjs': HANDLER, id_rsa: 'x'}));
  await expect(read(secret)).rejects.toMatchObject({code: 'SECRET_IN_PACKAGE'});
});

test('a bootstrap that may not be executed is refused, for Lambda would start nothing', async () => {
  const runtime = 'provided.al2023';
  const locked = archive(await zipOf({bootstrap: elf(ARM64)}));
  await expect(read(locked, {runtime})).rejects.toMatchObject({code: 'BOOTSTRAP_NOT_EXECUTABLE', exitCode: 3});
  await expect(read(locked, {runtime: 'nodejs22.x'})).resolves.toMatchObject({files: 1});
  const open = archive(await zipOf({bootstrap: elf(ARM64)}, 0o100755));
  await expect(read(open, {runtime})).resolves.toMatchObject({files: 1});
});

test('a bundle of this tool is told from a package', async () => {
  const bundle = archive(await writeBundle({packages: []}));
  const suggestions = [`Release it with --bundle ${bundle}`];
  await expect(read(bundle)).rejects.toMatchObject({code: 'ARCHIVE_REFUSED', suggestions});
  const ofWebApp = archive(await zipOf({'manifest.json': '{"name": "a web app"}', 'index.mjs': HANDLER}));
  await expect(read(ofWebApp)).resolves.toMatchObject({files: 2});
});

function damaged(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  copy[bytes.indexOf(HANDLER)] = 0x41;
  return copy;
}

async function twice(): Promise<Buffer> {
  return renamed(await zipOf({'index.mjs': HANDLER, 'index.cjs': HANDLER}), 'index.cjs', 'index.mjs');
}

/** The same archive, whose entry has another name of the same length. */
function renamed(bytes: Buffer, from: string, to: string): Buffer {
  const copy = Buffer.from(bytes);
  for (let at = copy.indexOf(from); at >= 0; at = copy.indexOf(from, at + 1)) copy.write(to, at);
  return copy;
}
