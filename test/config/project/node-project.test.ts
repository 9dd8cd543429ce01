import {describe, expect, it} from 'vitest';
import type {Tree} from '../../package/temp-folder.js';
import {likeliest} from './likeliest.js';

const HANDLER = 'export const handler = async () => 1;\n';

function manifest(fields: object): string {
  return JSON.stringify({name: 'checkout', ...fields});
}

describe('a project of Node.js', () => {
  it.each<[string, string, Tree, {source: string; handler?: string}]>([
    ['esbuild to a file', 'esbuild src/main.ts --bundle --outfile=out/index.mjs', {}, {source: 'out'}],
    [
      'esbuild to a folder, by its entry',
      'esbuild src/main.ts --bundle --outdir=./build/',
      {'src/main.ts': HANDLER},
      {source: 'build', handler: 'main.handler'},
    ],
    [
      'a build file of esbuild',
      'node build.mjs',
      {'build.mjs': "import {build} from 'esbuild';\nawait build({outdir: 'lambda'});", 'src/index.ts': HANDLER},
      {source: 'lambda', handler: 'index.handler'},
    ],
    [
      'rollup by its configuration',
      'rollup -c',
      {'rollup.config.js': "export default {output: {file: './dist/fn/index.js'}};"},
      {source: 'dist/fn'},
    ],
    ['rollup by its flag', 'rollup src/a.js -d target', {}, {source: 'target'}],
    ['tsup as it is', 'tsup', {'src/index.ts': HANDLER}, {source: 'dist', handler: 'index.handler'}],
    [
      'webpack by its configuration',
      'webpack --mode production',
      {'webpack.config.js': "module.exports = {output: {path: path.resolve(__dirname, 'bundle')}};"},
      {source: 'bundle'},
    ],
    [
      'tsc, with a comment in its configuration',
      'tsc -p tsconfig.build.json',
      {'tsconfig.build.json': '{\n  // where to\n  "compilerOptions": {"outDir": "./lib",},\n}', 'src/app.ts': HANDLER},
      {source: 'lib', handler: 'app.handler'},
    ],
    [
      'tsc, whose configuration extends another one',
      'tsc',
      {'tsconfig.json': '{"extends": "./base.json"}', 'base.json': '{"compilerOptions": {"outDir": "made"}}'},
      {source: 'made'},
    ],
    [
      'a bundle, though tsc checks the types before',
      'tsc --noEmit && esbuild src/index.ts --outdir=dist',
      {'tsconfig.json': '{"compilerOptions": {"outDir": "types"}}'},
      {source: 'dist'},
    ],
  ])('is packaged from what its build makes: %s', async (_what, build, tree, {source, handler}) => {
    const {draft, made} = await likeliest({'package.json': manifest({scripts: {build}}), ...tree});
    expect(made).toMatchObject({key: 'checkout', source, isBuilt: true});
    expect(made?.settings.handler).toBe(handler);
    expect(draft?.build).toEqual(['npm run build']);
    expect(made?.settings.build).toBe('npm run build');
  });

  it.each<[string, string, string, string]>([
    ['as an ES module', 'index.mjs', 'export async function handler() {}', 'index.handler'],
    ['as a list', 'index.js', 'const a = 1;\nexport {a as handler, b};', 'index.handler'],
    ['as CommonJS', 'app.js', 'exports.lambdaHandler = async () => 1;', 'app.lambdaHandler'],
    ['as one object', 'main.cjs', 'module.exports = {\n  handler: () => 1,\n};', 'main.handler'],
    [
      'as esbuild writes CommonJS',
      'index.js',
      '__export(index_exports, {\n  handler: () => handler\n});',
      'index.handler',
    ],
  ])('has the handler that the output exports %s', async (_how, file, text, handler) => {
    const scripts = {build: 'esbuild src/x.ts --outdir=dist'};
    const {made} = await likeliest({'package.json': manifest({scripts}), [`dist/${file}`]: text, 'dist/a.js': 'none'});
    expect(made?.settings.handler).toBe(handler);
  });

  it('goes by main where nothing can be read of the code yet', async () => {
    const scripts = {build: 'ncc build x'};
    const {made} = await likeliest({'package.json': manifest({main: './dist/server.js', scripts})});
    expect(made?.settings.handler).toBe('server.handler');
  });

  it('is the folder itself where nothing is built, whose tests are not its handler', async () => {
    const {made, draft} = await likeliest({
      'package.json': manifest({}),
      'src/index.js': HANDLER,
      'app.test.js': HANDLER,
    });
    expect(made).toMatchObject({source: '.', isBuilt: false, settings: {handler: 'src/index.handler'}});
    expect(draft?.build).toEqual([]);
  });

  it.each<[string, Tree, string | undefined, RegExp | undefined]>([
    ['npm has a lockfile of', {'package-lock.json': '{}'}, 'dependencies', undefined],
    ['pnpm has a lockfile of', {'pnpm-lock.yaml': ''}, 'dependencies', undefined],
    ['yarn has a lockfile of', {'yarn.lock': ''}, 'dependencies', undefined],
    ['no lockfile names', {'bun.lock': ''}, undefined, /a layer of them needs a lockfile of npm, pnpm or yarn/],
  ])('has a layer of the dependencies that tsc leaves behind and %s', async (_what, lockfile, layer, gap) => {
    const {draft, made} = await likeliest({
      'package.json': manifest({scripts: {build: 'tsc --outDir dist'}, dependencies: {uuid: '^11.0.0'}}),
      ...lockfile,
    });
    expect(made?.settings.layer).toBe(layer);
    expect(draft?.gaps).toEqual(gap === undefined ? [] : [expect.stringMatching(gap)]);
  });

  it.each<[Tree, object, string]>([
    [{}, {}, 'nodejs22.x'],
    [{}, {node: '>=18'}, 'nodejs22.x'],
    [{}, {node: '>=24.1'}, 'nodejs24.x'],
    [{}, {node: '20.x'}, 'nodejs20.x'],
    [{'.nvmrc': 'v24\n'}, {node: '20.x'}, 'nodejs24.x'],
    [{'.nvmrc': 'lts/jod'}, {}, 'nodejs22.x'],
  ])('with %j and engines %j runs on %s', async (tree, engines, runtime) => {
    const {made} = await likeliest({'package.json': manifest({engines}), 'index.js': HANDLER, ...tree});
    expect(made?.settings.runtime).toBe(runtime);
  });

  it.each([
    ['npm', {'package.json': manifest({workspaces: ['services/*', '!services/old']})}, 'npm ci'],
    [
      'pnpm',
      {'package.json': manifest({}), 'pnpm-workspace.yaml': 'packages: [services/*, "!services/old"]'},
      'pnpm install --frozen-lockfile',
    ],
  ])('that is a workspace of %s has a function for each package with a handler', async (_tool, root, install) => {
    const scripts = {build: 'esbuild src/index.ts --outdir=dist'};
    const {functions, draft} = await likeliest({
      ...root,
      'services/pay/package.json': JSON.stringify({name: '@acme/pay', scripts}),
      'services/pay/src/index.ts': HANDLER,
      'services/cart/package.json': JSON.stringify({name: '@acme/cart'}),
      'services/cart/index.mjs': HANDLER,
      'services/lib/package.json': JSON.stringify({name: '@acme/lib'}),
      'services/old/package.json': JSON.stringify({name: '@acme/old', scripts}),
      'services/old/src/index.ts': HANDLER,
    });
    expect(functions.map(({key, source}) => [key, source])).toEqual([
      ['cart', 'services/cart'],
      ['pay', 'services/pay/dist'],
    ]);
    expect(draft?.build[0]).toBe(install);
    expect(functions.map(({settings}) => settings.build)).toEqual([undefined, draft?.build[1]]);
  });
});
