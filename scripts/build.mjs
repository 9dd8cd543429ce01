// Builds dist/: every command and the CLI's entry, each with its dependencies bundled in. Start-up time of a CLI is
// mostly the number of files Node has to find, read and compile; a bundle makes that a handful.
import {copyFile, mkdir, readdir, readFile, rename, rm, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {analyzeMetafile, build} from 'esbuild';
import {thirdPartyNotices} from './third-party-notices.mjs';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const {version} = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
const source = path.join(root, 'src');
const target = path.join(root, 'dist');
// Built aside and moved into place, so that a failed build leaves the last good one.
const aside = path.join(root, `.dist-${process.pid}`);

// Bundled CommonJS asks for Node's own modules through require and for its own place through __dirname.
const commonJsBridge = [
  "import {createRequire as __createRequire} from 'node:module';",
  "import {dirname as __dirnameOf} from 'node:path';",
  'const require = __createRequire(import.meta.url);',
  'const __filename = import.meta.filename;',
  'const __dirname = __dirnameOf(__filename);',
].join('');

// An ES import of node:http reads every property of the module, and one of them (http.WebSocket) loads all of undici:
// 10 ms from Node 22 on. Through require the properties stay unread.
const httpThroughRequire = {
  name: 'http-through-require',
  setup({onResolve, onLoad}) {
    onResolve({filter: /^(node:)?https?$/}, ({path: name, kind}) =>
      kind === 'require-call' ? undefined : {path: name, namespace: 'through-require'},
    );
    onLoad({filter: /./, namespace: 'through-require'}, ({path: name}) => ({
      contents: `module.exports = require('${name}');`,
    }));
  },
};

async function filesUnder(folder) {
  const entries = await readdir(folder, {recursive: true, withFileTypes: true});
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}

const sources = await filesUnder(source);
const commands = sources.filter((file) => file.startsWith(path.join(source, 'commands')) && file.endsWith('.ts'));
// Worker threads and child processes load these by path, so they are files of their own.
const RUN_BY_PATH = ['lib/package/zip/job-worker.ts', 'lib/sandbox/runtime/node/bootstrap.mjs'];

// Programs of other languages, and whatever else is read as it is.
const COPIED = ['lib/sandbox/runtime/python/runtime.py'];

const {metafile} = await build({
  absWorkingDir: root,
  entryPoints: [path.join(source, 'lib/cli/start.ts'), ...commands],
  outbase: source,
  outdir: aside,
  bundle: true,
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  mainFields: ['module', 'main'],
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  plugins: [httpThroughRequire],
  metafile: true,
  logLevel: 'warning',
  banner: {js: commonJsBridge},
  // Development aids of oclif that are looked for at run time and absent in an installed package.
  external: ['typescript', 'ts-node', 'pnpapi'],
});

// CommonJS in one file: a thread that lives for a second starts 13 ms sooner than with six ES modules.
await build({
  absWorkingDir: root,
  entryPoints: RUN_BY_PATH.map((file) => path.join(source, file)),
  outbase: source,
  outdir: aside,
  outExtension: {'.js': '.cjs'},
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node20.19',
  minifySyntax: true,
  minifyWhitespace: true,
  logLevel: 'warning',
});
// The engine's tick function, as a package that Lambda runs: everything is in it, the AWS SDK too, so that what runs there is
// what was tested here, whatever the runtime brings.
const tick = await build({
  absWorkingDir: root,
  entryPoints: {'engine/tick/index': path.join(source, 'lib/engine/handler.ts')},
  outdir: aside,
  outExtension: {'.js': '.mjs'},
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node22',
  mainFields: ['module', 'main'],
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
  banner: {js: commonJsBridge},
  define: {'process.env.LAMBDA_RELEASE_TOOL': JSON.stringify(version)},
});
for (const file of COPIED) {
  await mkdir(path.dirname(path.join(aside, file)), {recursive: true});
  await copyFile(path.join(source, file), path.join(aside, file));
}
await writeFile(path.join(aside, 'THIRD-PARTY-NOTICES.txt'), await thirdPartyNotices(root, [metafile, tick.metafile]));
await rm(target, {recursive: true, force: true});
await rename(aside, target);
if (process.argv.includes('--analyze')) process.stdout.write(await analyzeMetafile(metafile));
