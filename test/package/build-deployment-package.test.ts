import {createHash} from 'node:crypto';
import {cpSync, truncateSync, utimesSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {buildDeploymentPackage} from '../../src/lib/package/build-deployment-package.js';
import {EventRecorder} from '../fakes/event-recorder.js';
import {tempFolder, writeTree} from './temp-folder.js';
import {readZip} from './zip/read-zip.js';

const HANDLER = 'export const handler = async () => ({statusCode: 200});\n';

/** SHA-256 of the package of a fixed tree. A change of it makes every user's next package another one. */
const GOLDEN = 'H+DfA5+WdNChX733MxXPjI0gLHffbvtp/ifwZ8LpDtk=';

test('two copies with other file times, umask and place give the same bytes', async () => {
  const base = tempFolder();
  const first = writeTree(path.join(base, 'first'), {
    'index.js': HANDLER,
    'bin/run': {content: '#!/bin/sh\n', mode: 0o755},
    'node_modules/é/index.js': 'x'.repeat(5000),
  });
  const second = path.join(base, 'somewhere', 'else');
  cpSync(first, second, {recursive: true});
  writeTree(second, {
    'index.js': {content: HANDLER, mode: 0o600},
    'bin/run': {content: '#!/bin/sh\n', mode: 0o700},
    'node_modules/é/index.js': {content: 'x'.repeat(5000), mode: 0o666},
  });
  utimesSync(path.join(second, 'index.js'), new Date('2001-02-03'), new Date('2038-01-01'));
  const sink = new EventRecorder();

  const [one, two] = [
    await buildDeploymentPackage({sourceDir: first, sink}),
    await buildDeploymentPackage({sourceDir: second, sink}),
  ];

  expect(two.codeSha256).toBe(one.codeSha256);
  expect(one.codeSha256).toBe(createHash('sha256').update(one.zip).digest('base64'));
  expect(one).toMatchObject({files: 3, zippedBytes: one.zip.length, needsS3: false, leftOut: []});
  expect(one.unzippedBytes).toBe(HANDLER.length + 10 + 5000);
});

test('the bytes of a stored package are pinned: they depend on no zlib', async () => {
  const folder = writeTree(tempFolder(), {'index.js': HANDLER, 'bin/run': {content: '#!/bin/sh\n', mode: 0o755}});

  const built = await buildDeploymentPackage({sourceDir: folder, level: 0, sink: new EventRecorder()});

  expect(built.codeSha256).toBe(GOLDEN);
});

test('the events name the function, what stays out and what came of it, and never a content', async () => {
  const folder = writeTree(tempFolder(), {'index.js': HANDLER, '.env': 'TOKEN=very-secret', '.git/config': 'x'});
  const sink = new EventRecorder();

  const built = await buildDeploymentPackage({sourceDir: folder, functionName: 'checkout', sink});

  const {codeSha256, zippedBytes, unzippedBytes} = built;
  expect(sink.events.filter(({type}) => type !== 'warning')).toEqual([
    {type: 'package.started', functionName: 'checkout', source: folder},
    {type: 'package.leftOut', functionName: 'checkout', files: ['.env', '.git/']},
    {type: 'package.finished', functionName: 'checkout', files: 1, zippedBytes, unzippedBytes, codeSha256},
  ]);
  expect(JSON.stringify(sink.events)).not.toContain('very-secret');
  expect(readZip(built.zip).map(({name}) => name)).toEqual(['index.js']);
});

test('what is heaviest is told by package, with its share of the zip', async () => {
  const folder = writeTree(tempFolder(), {
    'index.js': HANDLER,
    'node_modules/@aws/core/a.js': 'a'.repeat(9000),
    'node_modules/left/node_modules/@aws/core/b.js': 'b'.repeat(1000),
    'node_modules/left/index.js': 'left',
  });

  const {heaviest, zip} = await buildDeploymentPackage({sourceDir: folder, sink: new EventRecorder()});

  expect(heaviest.map(({name, files, unzippedBytes}) => [name, files, unzippedBytes])).toEqual([
    ['@aws/core', 2, 10_000],
    ['index.js', 1, HANDLER.length],
    ['left', 1, 4],
  ]);
  const zipped = heaviest.reduce((sum, part) => sum + part.zippedBytes, 0);
  expect(zipped).toBeGreaterThan(0);
  expect(zipped).toBeLessThan(zip.length);
});

test('a folder larger than AWS takes is refused before a file is read, with the heaviest packages', async () => {
  const folder = writeTree(tempFolder(), {'index.js': HANDLER, 'node_modules/browser/chrome': '', 'model/weights': ''});
  truncateSync(path.join(folder, 'node_modules/browser/chrome'), 200_000_000);
  truncateSync(path.join(folder, 'model/weights'), 100_000_000);
  const sink = new EventRecorder();

  await expect(buildDeploymentPackage({sourceDir: folder, sink})).rejects.toMatchObject({
    code: 'PACKAGE_TOO_LARGE',
    exitCode: 3,
    traffic: 'untouched',
    message: expect.stringContaining('Heaviest: browser 190.7 MiB, model/ 95.4 MiB, index.js'),
    details: {unzippedBytes: 300_000_000 + HANDLER.length, maxUnzippedBytes: 262_144_000},
  });
  expect(sink.types()).toEqual(['package.started']);
});
