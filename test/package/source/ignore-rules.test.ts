import {execFileSync} from 'node:child_process';
import {chmodSync, mkdirSync, symlinkSync} from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {collectFiles} from '../../../src/lib/package/source/collect-files.js';
import {IgnoreRules} from '../../../src/lib/package/source/ignore-rules.js';
import {tempFolder, writeTree} from '../temp-folder.js';

const CERTIFICATE = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
const PRIVATE_KEY = '-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\n';

/** Which of the paths are left out, by the lines of .lambdaignore. */
function leftOutOf(ignoreLines: readonly string[], paths: readonly string[]): readonly string[] {
  const tree = Object.fromEntries(paths.map((name) => [name, PRIVATE_KEY]));
  const folder = writeTree(tempFolder(), {...tree, 'kept.js': 'x', '.lambdaignore': ignoreLines.join('\n')});
  return collectFiles(folder).leftOut.filter((name) => name !== '.lambdaignore');
}

test.each([
  [[], ['.git/config', 'a/.git/HEAD'], ['.git/', 'a/.git/']],
  [[], ['.env', '.env.local', '.envrc', 'a/.env.production'], ['.env', '.env.local', '.envrc', 'a/.env.production']],
  [[], ['key.pem', 'a/tls.key', 'id_rsa', 'id_ed25519.pub'], ['a/tls.key', 'id_ed25519.pub', 'id_rsa', 'key.pem']],
  [[], ['.npmrc', '.aws/credentials', '.ssh/config', '.DS_Store'], ['.DS_Store', '.aws/', '.npmrc', '.ssh/']],
  [[], ['environment.js', 'pem.js', 'a.env', '.github/x.yml', 'index.d.ts', 'keys/a.js'], []],
  [['*.map'], ['a.js.map', 'b/c.map', 'a.js'], ['a.js.map', 'b/c.map']],
  [['/docs'], ['docs/a.md', 'src/docs/b.md'], ['docs/']],
  [['docs/'], ['docs/a.md', 'src/docs/b.md', 'lib/docs'], ['docs/', 'src/docs/']],
  [['# note', '', 'test', '!test.js'], ['test/a.js', 'test.js'], ['test/']],
  [['*.md', '!README.md'], ['README.md', 'a/NOTES.md'], ['a/NOTES.md']],
  [['logs/*', '!logs/keep.txt'], ['logs/a.txt', 'logs/keep.txt'], ['logs/a.txt']],
  [['node_modules/**/*.ts'], ['node_modules/a/b/c.ts', 'd.ts'], ['node_modules/a/b/c.ts']],
  [['!.env.example'], ['.env', '.env.example'], ['.env']],
  [['!.git'], ['.git/config', '.git/refs/a'], []],
  [['!key.pem'], ['key.pem', 'other.pem'], ['other.pem']],
  [[], ['.ENV', 'Key.PEM', '.Git/config'], ['.ENV', '.Git/', 'Key.PEM']],
  [
    ['readme*', 'Docs/'],
    ['README.md', 'docs/a', 'Docs/b', 'readme'],
    ['Docs/', 'readme'],
  ],
  [[], ['a/__pycache__/b.pyc', 'b.pyc', '.venv/bin/x'], ['.venv/', 'a/__pycache__/']],
  [
    [],
    [
      '.pytest_cache/a',
      'a/.mypy_cache/b',
      '.ruff_cache/c',
      '.tox/d',
      '.coverage',
      'a.tsbuildinfo',
      '.turbo/e',
      'cdk.out/f',
    ],
    ['.coverage', '.pytest_cache/', '.ruff_cache/', '.tox/', '.turbo/', 'a.tsbuildinfo', 'a/.mypy_cache/', 'cdk.out/'],
  ],
  [
    [],
    ['.yarn/install-state.gz', '.yarn/releases/yarn-4.cjs', '.yarn/sdks/a', '.yarn/cache/a.zip', '.pnp.cjs'],
    ['.yarn/install-state.gz', '.yarn/releases/', '.yarn/sdks/'],
  ],
  [[], ['coverage/a.py', 'tests/data.json', 'cache/b', '.cache/model.bin'], []],
  [['!__pycache__/'], ['a/__pycache__/b.pyc'], []],
  [['!.venv'], ['.venv/bin/x'], []],
])('with %j, of %j these stay out: %j', (lines, paths, expected) => {
  expect(leftOutOf(lines, paths)).toEqual(expected);
});

test('a .pem file that cannot be read stays out, and a pipe of that name keeps nobody waiting', () => {
  const folder = writeTree(tempFolder(), {'kept.js': 'x', 'unreadable.pem': CERTIFICATE});
  // Root reads it all the same.
  chmodSync(path.join(folder, 'unreadable.pem'), 0);
  symlinkSync('nowhere', path.join(folder, 'broken.pem'));
  execFileSync('mkfifo', [path.join(folder, 'pipe.pem')]);
  expect(collectFiles(folder).leftOut).toEqual(expect.arrayContaining(['broken.pem', 'pipe.pem']));
  if (process.getuid?.() !== 0) expect(collectFiles(folder).leftOut).toContain('unreadable.pem');
});

test('a .pem file with nothing but certificates is kept: a CA bundle is no secret', () => {
  const folder = writeTree(tempFolder(), {
    'certifi/cacert.pem': `# Issuer: somebody\n${CERTIFICATE}${CERTIFICATE}`,
    'pair.pem': `${CERTIFICATE}${PRIVATE_KEY}`,
    'key.pem': PRIVATE_KEY,
    'unknown.pem': 'not PEM at all',
  });

  const {files, leftOut, secrets} = collectFiles(folder);

  expect(files.map(({zipPath}) => zipPath)).toEqual(['certifi/cacert.pem', 'unknown.pem']);
  expect(leftOut).toEqual(['key.pem', 'pair.pem']);
  expect(secrets).toEqual(leftOut);
});

test('.lambdaignore has the last word over a CA bundle', () => {
  const folder = writeTree(tempFolder(), {'kept.js': 'x', 'ca.pem': CERTIFICATE, '.lambdaignore': '*.pem\n'});

  expect(collectFiles(folder).leftOut).toEqual(['.lambdaignore', 'ca.pem']);
});

test('a .lambdaignore that cannot be read is named', () => {
  const folder = writeTree(tempFolder(), {'index.js': 'x'});
  mkdirSync(path.join(folder, '.lambdaignore'));

  expect(() => collectFiles(folder)).toThrow(/\.lambdaignore cannot be read: it is a folder/);
});

test('below kept folders the short way says what the long one says', () => {
  const name = fc.constantFrom('a', 'b.js', 'A', 'é.md', 'a b', '.env', '#c', '!d', 'x[y]', 'a\\b');
  const pattern = fc.constantFrom(
    ...['a', 'a/', '*.js', 'b*', '*', '/a', 'a/*', '**', 'a/**/b.js', '!a', '!*.md', '!/b.js', '\\#c', '\\!d', '# a'],
    ...['?', 'x[xy]*', 'x\\[y]', ' a', 'a ', 'a\\ b', '!.env', '', 'é*', '\uFEFFa', `${'a'.repeat(60)}[`],
  );
  fc.assert(
    fc.property(
      fc.array(pattern, {maxLength: 5}),
      fc.array(fc.array(name, {minLength: 1, maxLength: 3})),
      (lines, paths) => {
        const folder = writeTree(tempFolder(), {'.lambdaignore': lines.join('\n')});
        const [short, long] = [new IgnoreRules(folder), new IgnoreRules(folder)];
        for (const names of paths) {
          for (const [depth] of names.entries()) {
            const zipPath = names.slice(0, depth + 1).join('/');
            const isFolder = depth + 1 < names.length;
            const isOut = long.leavesOut(zipPath, isFolder);
            expect(short.reasonOfKept(zipPath, isFolder) !== undefined).toBe(isOut);
            if (isOut) break;
          }
        }
      },
    ),
    {numRuns: 150},
  );
});

test.each(['utf8', 'utf16le'] as const)('a byte order mark takes nothing from the first line: %s', (encoding) => {
  const content = Buffer.from('\uFEFFprivate/\r\n*.map\r\n', encoding);
  const source = writeTree(tempFolder(), {'index.js': 'x', 'private/a': 'x', 'a.map': 'x', '.lambdaignore': content});
  expect(collectFiles(source).leftOut).toEqual(['.lambdaignore', 'a.map', 'private/']);
});
