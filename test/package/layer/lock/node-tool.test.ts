import path from 'node:path';
import {expect, test} from 'vitest';
import {buildDeploymentPackage} from '../../../../src/lib/package/build-deployment-package.js';
import {nodeToolOf} from '../../../../src/lib/package/layer/lock/node-tool.js';
import {EventRecorder} from '../../../fakes/event-recorder.js';
import {ARM64, elf} from '../../inspect/binary-files.js';
import {type Tree, tempFolder, writeTree} from '../../temp-folder.js';

test.each<[string, Tree, string, string]>([
  ['nothing', {}, '.', 'npm'],
  ['its lockfile', {'pnpm-lock.yaml': ''}, '.', 'pnpm'],
  ['a lockfile above', {'yarn.lock': '', 'packages/api/index.js': ''}, 'packages/api', 'yarn'],
  ['the nearest lockfile', {'yarn.lock': '', 'api/package-lock.json': ''}, 'api', 'npm'],
  ['two lockfiles', {'yarn.lock': '', 'package-lock.json': ''}, '.', 'npm'],
  [
    'two lockfiles, one of them installed',
    {'yarn.lock': '', 'package-lock.json': '', 'node_modules/.yarn-state.yml': ''},
    '.',
    'yarn',
  ],
])('the tool of a folder with %s', (_, tree, folder, tool) => {
  const root = writeTree(tempFolder(), {'index.js': '', ...tree});
  expect(nodeToolOf(path.join(root, folder))).toBe(tool);
});

const pack = (tree: Tree) => {
  const sink = new EventRecorder();
  const sourceDir = writeTree(tempFolder(), {'index.js': "require('sharp')", ...tree});
  return {sink, built: buildDeploymentPackage({sourceDir, architecture: 'x86_64', runtime: 'nodejs22.x', sink})};
};

test.each([
  ['pnpm-lock.yaml', 'pnpm install --os=linux --cpu=x64'],
  ['yarn.lock', 'yarn config set supportedArchitectures.os'],
  ['package-lock.json', 'npm ci --os=linux --cpu=x64'],
])('a binary for another machine is told with the line of the tool of %s', async (lock, line) => {
  const {built} = pack({[lock]: '{}', 'node_modules/sharp/a.node': elf(ARM64)});
  await expect(built).rejects.toMatchObject({
    code: 'NATIVE_MISMATCH',
    suggestions: expect.arrayContaining([expect.stringContaining(line)]),
  });
});

test.each([
  ['pnpm-lock.yaml', '(pnpm install --prod --frozen-lockfile)'],
  ['yarn.lock', '(yarn workspaces focus --production (yarn 1: yarn install --production --frozen-lockfile))'],
  ['package-lock.json', '(npm ci --omit=dev; a workspace: npm install --install-strategy=nested)'],
])('what is not installed is told with the line of the tool of %s', async (lock, line) => {
  const {sink, built} = pack({[lock]: '{}', 'package.json': '{"dependencies": {"sharp": "1"}}'});
  await built;
  const [warning] = sink.events.flatMap((event) => (event.type === 'warning' ? [event.message] : []));
  expect(warning).toContain(line);
});
