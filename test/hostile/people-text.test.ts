import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {parseReleaseFile} from '../../src/lib/config/parse-release-file.js';
import {UsageError} from '../../src/lib/errors.js';
import {splitDescription} from '../../src/lib/model/alias/description.js';
import {formatMarker} from '../../src/lib/model/rollout/marker.js';
import {rolloutStanding} from '../../src/lib/model/rollout/standing.js';
import {writeBundle} from '../../src/lib/package/bundle/bundle.js';
import {openBundle} from '../../src/lib/package/bundle/open.js';
import {sha256Base64} from '../../src/lib/package/sha256.js';
import {zipContentDigest} from '../../src/lib/package/zip/zip-content-digest.js';
import {isWhole} from '../fakes/whole.js';
import {zipOf} from '../sandbox/zip-of.js';

const RUNS = isWhole ? 20_000 : 200;

const RELEASE_FILE = `functions:
  checkout:
    source: dist
    handler: index.handler
    memory: 512
    timeout: 30s
    environment: {STAGE: live}
    layers: [arn:aws:lambda:eu-west-1:123456789012:layer:deps:3]
alias: live
rollout:
  steps: 5%:3m, 50%:5m
  watch: 10m
  alarms: [errors-high]
`;

/** What people and programs put into texts: other characters, other encodings, a piece more, less or twice. */
const damage = fc.record({
  at: fc.nat({max: RELEASE_FILE.length}),
  take: fc.nat({max: 20}),
  put: fc.oneof(
    fc.string({unit: 'binary', maxLength: 12}),
    fc.constantFrom(
      '\t',
      '\r',
      '\u0000',
      '\uFEFF',
      '&a [*a]',
      '<<: *x',
      '!!set ',
      '? ',
      '- ',
      ': ',
      '{{',
      '---\n',
      '%YAML 9.9\n',
      '1e999',
      '0x',
      '~',
    ),
  ),
});

function damaged(text: string, places: readonly {at: number; take: number; put: string}[]): string {
  return places.reduce((now, {at, take, put}) => now.slice(0, at) + put + now.slice(at + take), text);
}

test('a damaged release file is read, or refused with its place, and nothing else', () => {
  let refused = 0;
  fc.assert(
    fc.property(fc.array(damage, {minLength: 1, maxLength: 4}), (places) => {
      try {
        parseReleaseFile(damaged(RELEASE_FILE, places), '/project/release.yml');
      } catch (error) {
        expect(error).toBeInstanceOf(UsageError);
        expect((error as UsageError).message).toMatch(/release\.yml:\d+:\d+/);
        refused += 1;
      }
    }),
    {numRuns: RUNS},
  );
  console.log(`${RUNS} × a damaged release file`);
  expect(refused).toBeGreaterThan(RUNS / 10);
});

const MARKER = formatMarker({
  rolloutId: 'k3x9a0',
  stable: '6',
  candidate: '7',
  steps: [{weightPercent: 10, bakeMs: 300_000}],
  movedMs: [1_800_000_000_000 - (1_800_000_000_000 % 60_000)],
  watchMs: 600_000,
  settingsDigest: '1a2b3c4d',
  held: false,
});

test('any description of an alias has a standing, and keeps the words of whoever wrote it', () => {
  const description = fc.oneof(
    fc.string({unit: 'binary', maxLength: 256}),
    fc.array(damage, {maxLength: 3}).map((places) => damaged(`Checkout. ${MARKER}`, places)),
  );
  const routing = fc.option(
    fc.record({version: fc.constantFrom('6', '7', '8'), weightPercent: fc.integer({min: 0, max: 100})}),
    {nil: undefined},
  );
  fc.assert(
    fc.property(description, routing, (text, candidate) => {
      const alias = {
        functionName: 'checkout',
        alias: 'live',
        aliasArn: 'arn',
        stable: '6',
        description: text,
        revisionId: 'rev',
        ...(candidate && {candidate}),
      };
      const {kind} = rolloutStanding(alias);
      expect(['idle', 'foreign', 'running', 'watching', 'orphaned']).toContain(kind);
      expect(text).toContain(splitDescription(text).text.trimEnd());
    }),
    {numRuns: RUNS},
  );
  console.log(`${RUNS} × a description that nobody expects`);
});

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'hostile-'));
});
afterAll(() => rm(folder, {recursive: true}));

test('a bundle with any byte of it altered, missing or more is refused, and nothing is unpacked', async () => {
  const zip = await zipOf({'index.mjs': 'export const handler = () => 1;'});
  const bundle = await writeBundle({
    packages: [
      {
        functionName: 'checkout',
        zip,
        contentDigest: await zipContentDigest(zip),
        codeSha256: sha256Base64(zip),
        zippedBytes: zip.length,
        unzippedBytes: 31,
        files: 1,
        binaries: [],
      },
    ],
    releaseFile: RELEASE_FILE,
  });
  const file = path.join(folder, 'release.zip');
  const runs = Math.min(RUNS, 2_000);
  await fc.assert(
    fc.asyncProperty(
      fc.nat({max: bundle.length - 1}),
      fc.integer({min: 1, max: 255}),
      fc.constantFrom('alter', 'cut', 'add'),
      async (at, by, how) => {
        const bytes = Buffer.from(bundle);
        if (how === 'alter') bytes.writeUInt8((bytes.readUInt8(at) + by) % 256, at);
        const given =
          how === 'cut' ? bytes.subarray(0, at) : how === 'add' ? Buffer.concat([bytes, Buffer.alloc(by, at)]) : bytes;
        await writeFile(file, given);
        const opened = await openBundle(file).catch((error: unknown) => error);
        if (opened instanceof Error) expect(opened).toBeInstanceOf(UsageError);
        // A byte that says when or by which system the zip was made is no part of what it holds.
        else
          expect((opened as Awaited<ReturnType<typeof openBundle>>).packages.get('checkout')?.zip.equals(zip)).toBe(
            true,
          );
      },
    ),
    {numRuns: runs},
  );
  console.log(`${runs} × a damaged bundle`);
});
