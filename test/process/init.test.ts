import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, it, onTestFinished} from 'vitest';
import {packageRoot} from '../../src/lib/package-root.js';
import {type Tree, tempFolder, writeTree} from '../package/temp-folder.js';
import {hasTerminals, Terminal} from './terminal.js';

const RUN = path.join(packageRoot, 'bin', 'run.js');
const DOWN = '\u001b[B';
const NODE: Tree = {
  'package.json': '{"name": "@acme/shop.api", "scripts": {"build": "esbuild src/index.ts --outdir=dist"}}',
  'src/index.ts': 'export const handler = async () => 1;',
};

function initIn(tree: Tree, ...argv: readonly string[]) {
  const folder = writeTree(tempFolder(), tree);
  const start = (words: readonly string[]) => {
    const terminal = Terminal.open([process.execPath, RUN, 'init', ...words], {folder, columns: 100, rows: 40});
    onTestFinished(() => terminal.close());
    return terminal;
  };
  const read = (file: string) => readFileSync(path.join(folder, file), 'utf8');
  return {folder, start, read, terminal: start(argv)};
}

describe.skipIf(!hasTerminals)('init on a terminal', () => {
  it('asks for what cannot be seen, with what was found standing ready, and writes what was answered', async () => {
    const {terminal, read} = initIn(NODE);
    await terminal.shows(/Name of the function on AWS \(shop-api\)/);
    terminal.type('not a name\r');
    await terminal.shows('Letters, digits, - and _');
    terminal.type('\u0015checkout\r');
    await terminal.shows(/Folder of its code \(dist\)/);
    terminal.type('\r');
    await terminal.shows(/Alias that callers use \(live\)/);
    terminal.type('prod\r');
    await terminal.shows('A pipeline that releases?');
    terminal.type(`${DOWN}\r`);
    expect(await terminal.ended).toBe(0);
    expect(terminal.lines({all: true}).join('\n')).toMatch(/release\.yml +created/);
    expect(read('release.yml')).toMatch(
      /^ {2}checkout:\n[\s\S]*^ {4}source: dist\n[\s\S]*^ {4}handler: index\.handler\n[\s\S]*^ {2}alias: prod$/m,
    );
    expect(read('.github/workflows/release.yml')).toContain('id-token: write');
  });

  it('asks nothing of a folder that has its release file, and changes nothing', async () => {
    const {start, read, terminal} = initIn(NODE, 'checkout', '--alias', 'live', '--pipeline', 'gitlab');
    await terminal.shows('Folder of its code');
    terminal.type('\r');
    expect(await terminal.ended).toBe(0);
    const before = read('release.yml');
    for (const argv of [[], ['--pipeline', 'gitlab']]) {
      const again = start(argv);
      expect(await again.ended).toBe(0);
      expect(again.lines()).toContain('Nothing was changed.');
    }
    expect(read('release.yml')).toBe(before);
  });

  it('lets a person choose between what lies there', async () => {
    const {terminal, read} = initIn({...NODE, 'function.json': '{"FunctionName": "pay", "Handler": "a.b"}'});
    await terminal.shows('What is to be released?');
    terminal.type(`${DOWN}\r`);
    await terminal.shows(/Name of the function on AWS \(shop-api\)/);
    terminal.type('\r');
    await terminal.shows('Folder of its code');
    terminal.type('\r');
    await terminal.shows('Alias');
    terminal.type('\r');
    await terminal.shows('A pipeline that releases?');
    terminal.type('\r');
    expect(await terminal.ended).toBe(0);
    expect(read('release.yml')).toContain('source: dist');
  });

  it('shows what would change in a file that is there, and leaves it after a no', async () => {
    const {terminal, read} = initIn(
      {...NODE, 'release.yml': 'functions: {old: {source: dist}}\n'},
      'checkout',
      '--alias',
      'live',
    );
    await terminal.shows('Folder of its code');
    terminal.type('\r');
    await terminal.shows('Overwrite release.yml?');
    expect(terminal.lines({all: true})).toContain('-functions: {old: {source: dist}}');
    terminal.type('\r');
    expect(await terminal.ended).toBe(3);
    expect(read('release.yml')).toBe('functions: {old: {source: dist}}\n');
  });

  it('writes nothing when it is interrupted at a question', async () => {
    const {terminal, folder} = initIn(NODE);
    await terminal.shows('Name of the function');
    terminal.type('\u0003');
    expect(await terminal.ended).toBe(130);
    expect(existsSync(path.join(folder, 'release.yml'))).toBe(false);
  });
});
