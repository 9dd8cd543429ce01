import path from 'node:path';
import {expect, test} from 'vitest';
import {RefusedError} from '../../../src/lib/errors.js';
import {buildLayer} from '../../../src/lib/package/layer/build-layer.js';
import {layerSecrets} from '../../../src/lib/package/layer/layer-secrets.js';
import {EventRecorder} from '../../fakes/event-recorder.js';
import {tempFolder, writeTree} from '../temp-folder.js';
import {anNpmProject, installed, lockOf} from './an-npm-project.js';

// In pieces, so that this file is none that scanners stop at.
const TOKEN = `npm_${'Zq1Wx2Ce3Rv4Tb5Yn6Um7Ik8Ol9Pa0Sd1Fg2'}`;

const LEAK = {'node_modules/greeting/config.js': `// Settings\nexports.token = '${TOKEN}';\n`};

function build(sourceDir: string, allowSecrets?: readonly string[]) {
  return buildLayer({sourceDir, functionName: 'checkout', setting: {}, allowSecrets, sink: new EventRecorder()});
}

test('a token in a dependency stops the layer, named as in the package and without the token', async () => {
  const error = await build(anNpmProject(LEAK)).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(RefusedError);
  const {code, message} = error as RefusedError;
  expect(code).toBe('SECRET_IN_PACKAGE');
  expect(message).toContain('node_modules/greeting/config.js:2 (');
  expect(message).not.toContain('nodejs/');
  expect(message).not.toContain(TOKEN);
});

test('a token that is allowed by name goes into the layer', async () => {
  expect(await build(anNpmProject(LEAK), ['node_modules/greeting/config.js'])).toMatchObject({files: 6});
});

test('what registries deliver may have names and keys for tests, also in a layer of pip', () => {
  const files = ['nodejs/node_modules/tls/test/id_rsa', 'python/tls/tests/.env', 'python/tls/tests/key.pem'].map(
    (zipPath) => ({
      zipPath,
      absolutePath: `/project/${zipPath.replace('nodejs/', '')}`,
      bytes: 1,
      mode: 0o644 as const,
    }),
  );
  const inspections = new Map([[2, {secrets: [{kind: 'private key', at: 0}]}]]);
  expect(layerSecrets(files, inspections)).toEqual([]);
});

test('keys in a package of the own workspace are not what a registry delivered', async () => {
  const body = 'MIIEpAIBAAKCAQEA7vLmX7RtYw1ZbNc4DgHsJpEu6aOiT3yV8kM0QdRf5WxS2nU9';
  const key = `-----BEGIN RSA PRIVATE ${'KEY'}-----\n${body}\n`;
  const root = writeTree(tempFolder(), {
    'package.json': JSON.stringify({workspaces: ['packages/*']}),
    'packages/api/package.json': JSON.stringify({name: 'api', dependencies: {common: '*', tls: '1'}}),
    ...installed('packages/common', '1.0.0', {'signing.txt': key}),
    ...installed('node_modules/tls', '1.0.0', {'test/agent.txt': key}),
    'package-lock.json': lockOf({
      '': {},
      'packages/api': {dependencies: {common: '*', tls: '1'}},
      'packages/common': {version: '1.0.0'},
      'node_modules/common': {link: true, resolved: 'packages/common'},
      'node_modules/tls': {version: '1.0.0'},
    }),
  });
  await expect(build(path.join(root, 'packages/api'))).rejects.toMatchObject({
    code: 'SECRET_IN_PACKAGE',
    details: {secrets: [{path: 'node_modules/common/signing.txt', line: 1, kind: 'private key'}]},
  });
});
