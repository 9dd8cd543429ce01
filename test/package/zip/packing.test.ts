import {spawnSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {deflateRawSync, inflateRawSync} from 'node:zlib';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {packingMemory} from '../../../src/lib/package/zip/packing.mjs';
import {packageRoot} from '../../../src/lib/package-root.js';
import {incompressible} from './incompressible.js';

const memory = packingMemory();

/** Deflated as the parts of one stream, each put right after the one before. */
function deflated(parts: readonly Uint8Array[], level: number): Buffer {
  let to = 0;
  for (const [index, part] of parts.entries()) {
    memory.input.set(part);
    const endsStream = index === parts.length - 1;
    to += memory.deflate({level, from: 0, bytes: part.length, to, most: Number.POSITIVE_INFINITY, endsStream});
  }
  return Buffer.from(memory.output.subarray(0, to));
}

/** 41 kB of words that repeat as those of source code do: where encoders disagree on which match to take. */
function sampleText(): Buffer {
  let state = 20_261_121;
  const words: string[] = [];
  for (let count = 0; count < 14_000; count += 1) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    const word = state >>> 16;
    words.push((word % 7 === 0 ? word : word % 97).toString(36));
  }
  return Buffer.from(words.join(' '));
}

const piece = fc.oneof(
  fc.uint8Array({minLength: 1, maxLength: 200}),
  fc
    .tuple(fc.string({minLength: 1, maxLength: 30}), fc.integer({min: 1, max: 3000}))
    .map(([text, times]) => Buffer.from(text.repeat(times)).subarray(0, 100_000)),
  fc.integer({min: 1, max: 80_000}).map((bytes) => incompressible(bytes)),
);

test('zlib inflates what is deflated, whole and in parts, at every level', () => {
  fc.assert(
    fc.property(fc.array(piece, {minLength: 1, maxLength: 4}), fc.integer({min: 1, max: 9}), (parts, level) => {
      expect(inflateRawSync(deflated(parts, level)).equals(Buffer.concat(parts))).toBe(true);
    }),
    {numRuns: 150},
  );
});

// From the module as it is; whoever changes it changes every codeSha256 of every user once.
test.each([
  [1, '24264398'],
  [6, '816cbc20'],
  [9, '5e9cd918'],
])('the bytes of level %d are pinned', (level, digest) => {
  const bytes = deflated([sampleText(), sampleText()], level);
  expect(createHash('sha256').update(bytes).digest('hex').slice(0, 8)).toBe(digest);
});

test('what was deflated before, at another level too, changes nothing', () => {
  const alone = deflated([sampleText()], 6);
  deflated([incompressible(300_000), Buffer.alloc(500_000, 'ab')], 9);
  expect(deflated([sampleText()], 6).equals(alone)).toBe(true);
});

test.each([1, 6, 7, 9])('of source code level %d makes about as much as that of zlib, or more', (level) => {
  const folder = path.join(packageRoot, 'node_modules/zod');
  const names = readdirSync(folder, {recursive: true, encoding: 'utf8'}).filter((name) =>
    /\.(js|ts|json|md)$/.test(name),
  );
  const sources = names.map((name) => readFileSync(path.join(folder, name)));
  const sum = (sizes: readonly number[]) => sizes.reduce((total, bytes) => total + bytes, 0);
  const ours = sum(sources.map((source) => deflated([source], level).length));
  expect(sources.length).toBeGreaterThan(100);
  expect(ours).toBeLessThan(1.03 * sum(sources.map((source) => deflateRawSync(source, {level}).length)));
});

test('what does not fit is 0, and nothing is written behind what is allowed', () => {
  const noise = incompressible(5000);
  memory.input.set(noise);
  memory.output.fill(7, 0, 10_000);
  const request = {level: 6, from: 0, bytes: noise.length, to: 100, endsStream: true};

  expect(memory.deflate({...request, most: noise.length - 1})).toBe(0);
  expect(memory.output.subarray(100 + noise.length - 1, 10_000).every((byte) => byte === 7)).toBe(true);
  expect(memory.output.subarray(0, 100).every((byte) => byte === 7)).toBe(true);
  expect(() => memory.deflate({...request, level: 10, most: 100})).toThrow('10 is not a compression level.');
});

test('without WebAssembly packaging ends with exit 2 and says so', () => {
  const argv = ['bin/run.js', 'package', 'templates/function', '--no-cache', '--json'];
  const {status, stdout} = spawnSync(process.execPath, ['--jitless', ...argv], {cwd: packageRoot, encoding: 'utf8'});
  expect(status).toBe(2);
  expect(JSON.parse(stdout).error).toMatchObject({code: 'WEBASSEMBLY_MISSING', traffic: 'untouched'});
});

const recipe = path.join(packageRoot, 'src/lib/package/wasm/build.sh');
const {stdout: clang} = spawnSync('clang', ['--version'], {encoding: 'utf8'});
// Another version of the compiler makes other bytes of the same source.
const canBuild = /version 14\./.test(clang ?? '') && spawnSync('wasm-ld', ['--version']).status === 0;

test.skipIf(!canBuild)(
  `the module is what its source makes${canBuild ? '' : ' (clang 14 with lld is not installed)'}`,
  () => {
    const {status, stdout, stderr} = spawnSync('bash', [recipe, '--check'], {encoding: 'utf8'});
    expect({status, stdout, stderr}).toEqual({status: 0, stdout: '', stderr: ''});
  },
);
