import {truncateSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {buildDeploymentPackage} from '../../../src/lib/package/build-deployment-package.js';
import {deadWeight} from '../../../src/lib/package/inspect/dead-weight.js';
import {EventRecorder} from '../../fakes/event-recorder.js';
import {tempFolder, writeTree} from '../temp-folder.js';

function kinds(paths: readonly string[], platform: {runtime?: string; architecture?: string} = {}) {
  const files = paths.map((zipPath) => ({zipPath, absolutePath: `/${zipPath}`, bytes: 10, mode: 0o644 as const}));
  return deadWeight(files, platform).map(({kind, files: count}) => `${kind} ${count}`);
}

test.each<[string, string | undefined, string[]]>([
  ['node_modules/@aws-sdk/client-s3/index.js', 'nodejs22.x', ['AWS SDK of the runtime 1']],
  ['node_modules/@smithy/core/index.js', undefined, ['AWS SDK of the runtime 1']],
  ['node_modules/@aws-sdk/client-s3/index.js', 'nodejs16.x', []],
  ['node_modules/aws-sdk/index.js', 'nodejs16.x', ['AWS SDK of the runtime 1']],
  ['node_modules/aws-sdk/index.js', 'nodejs20.x', []],
  ['botocore/session.py', 'python3.13', ['AWS SDK of the runtime 1']],
  ['index.js.map', undefined, ['source maps 1']],
  ['node_modules/a/dist/index.d.ts', undefined, ['type declarations 1']],
  ['node_modules/a/lib/__tests__/a.js', undefined, ['tests 1']],
  ['node_modules/@s/a/test/a.js', undefined, ['tests 1']],
  ['node_modules/test/index.js', undefined, []],
  ['test/a.js', undefined, []],
  ['node_modules/a/README.md', undefined, ['documentation 1']],
  ['node_modules/a/LICENSE.md', undefined, []],
  ['node_modules/a/prebuilds/win32-x64/a.node', undefined, ['other platforms 1']],
  ['node_modules/a/index.js', undefined, []],
])('%s on %s', (file, runtime, expected) => {
  expect(kinds([file], runtime === undefined ? {} : {runtime})).toEqual(expected);
});

test('a package above the limit is refused with what it does not need, and that a layer does not help', async () => {
  const folder = writeTree(tempFolder(), {'index.js': 'x', 'node_modules/a/index.js.map': '', 'model/weights': ''});
  truncateSync(path.join(folder, 'node_modules/a/index.js.map'), 90_000_000);
  truncateSync(path.join(folder, 'model/weights'), 200_000_000);

  await expect(buildDeploymentPackage({sourceDir: folder, sink: new EventRecorder()})).rejects.toMatchObject({
    code: 'PACKAGE_TOO_LARGE',
    message: expect.stringMatching(/Not needed to run: source maps 85\.8 MiB\. A layer would not help/),
    suggestions: expect.arrayContaining([expect.stringContaining('*.js.map')]),
  });
});
