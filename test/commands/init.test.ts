import {existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, it, onTestFinished, vi} from 'vitest';
import Init from '../../src/commands/init.js';
import {loadReleaseFile} from '../../src/lib/config/load-release-file.js';
import {runCommand} from '../cli/run-command.js';
import {tempFolder, writeTree} from '../package/temp-folder.js';

function inFolder(folder = tempFolder()): string {
  vi.spyOn(process, 'cwd').mockReturnValue(folder);
  onTestFinished(() => {
    vi.restoreAllMocks();
  });
  return folder;
}

describe('init', () => {
  it('writes a release file that says what was asked, and an example to begin with', async () => {
    const folder = inFolder();
    const {stdout, exitCode} = await runCommand(Init, ['checkout', '--alias', 'prod']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^release\.yml +created\nfunction\/index\.mjs +created\n/);
    const file = await loadReleaseFile(path.join(folder, 'release.yml'));
    expect(file.rollout.alias).toBe('prod');
    expect(file.functions.get('checkout')).toMatchObject({
      source: path.join(folder, 'function'),
      configuration: {handler: 'index.handler', runtime: 'nodejs22.x'},
    });
    expect(readFileSync(path.join(folder, 'function/index.mjs'), 'utf8')).toContain('export async function handler');
  });

  it('leaves a folder with code alone, and its handler out', async () => {
    const folder = inFolder(writeTree(tempFolder(), {'dist/main.js': 'exports.run = () => 1;'}));
    const {stdout} = await runCommand(Init, ['checkout', '--source', './dist/', '--json']);
    expect(JSON.parse(stdout).result).toMatchObject({
      functionName: 'checkout',
      alias: 'live',
      source: 'dist',
      namesHandler: false,
      functions: [{key: 'checkout', source: 'dist'}],
      files: [{file: 'release.yml', action: 'created'}],
      gaps: [expect.stringContaining('no handler was found')],
    });
    expect(existsSync(path.join(folder, 'dist/index.mjs'))).toBe(false);
    const file = await loadReleaseFile(path.join(folder, 'release.yml'));
    expect(file.functions.get('checkout')?.configuration).toEqual({});
  });

  it.each([
    ['as it was', (): void => undefined],
    ['with code of its own', () => writeFileSync(path.join(process.cwd(), 'code/index.mjs'), 'export const a = 1;')],
  ])('changes nothing and asks nothing when it is run twice, the folder %s', async (_what, edit) => {
    const folder = inFolder();
    await runCommand(Init, ['checkout', '--source', 'code']);
    edit();
    const code = readFileSync(path.join(folder, 'code/index.mjs'), 'utf8');
    const again = await runCommand(Init, ['checkout', '--source', 'code', '--json']);
    expect(JSON.parse(again.stdout).result).toMatchObject({
      namesHandler: true,
      files: [{file: 'release.yml', action: 'unchanged'}],
    });
    expect(readFileSync(path.join(folder, 'code/index.mjs'), 'utf8')).toBe(code);
  });

  it('keeps the handler of the example when an edited release file is written again over it', async () => {
    const folder = inFolder();
    await runCommand(Init, ['checkout']);
    writeFileSync(path.join(folder, 'release.yml'), '# mine');
    expect((await runCommand(Init, ['checkout'])).exitCode).toBe(2);
    await runCommand(Init, ['checkout', '--yes']);
    expect(readFileSync(path.join(folder, 'release.yml'), 'utf8')).toMatch(/^ {4}handler: index.handler$/m);
  });

  it.each([
    ['my.shop', 'my-shop'],
    ['--', 'my-function'],
    ['Bücher & Co', 'B-cher-Co'],
  ])('names the nearest function in a folder whose name is none: %s', async (name, nearest) => {
    const folder = inFolder(path.join(tempFolder(), `${name} `));
    const {stderr, exitCode} = await runCommand(Init, []);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`lambda-release init ${nearest}\n`);
    expect(existsSync(folder)).toBe(false);
  });

  it('takes the handler of a folder that was named, and says where none was found', async () => {
    inFolder(writeTree(tempFolder(), {'dist/main.js': ''}));
    expect((await runCommand(Init, ['checkout', '--source', 'dist'])).stdout).toContain('no handler was found');
    const folder = inFolder(writeTree(tempFolder(), {'dist/main.js': 'export const handler = () => 1;'}));
    const {stdout} = await runCommand(Init, ['checkout', '--source', 'dist']);
    expect(stdout).not.toContain('no handler was found');
    expect(readFileSync(path.join(folder, 'release.yml'), 'utf8')).toContain('    handler: main.handler\n');
  });

  it.each(['1e3', '007', 'true'])(
    'writes a name that is something else in YAML as the name it is: %s',
    async (name) => {
      const folder = inFolder();
      await runCommand(Init, [name]);
      const file = await loadReleaseFile(path.join(folder, 'release.yml'));
      expect([...file.functions.keys()]).toEqual([name]);
    },
  );

  it('leaves the release file as it was when the rest cannot be written', async () => {
    const folder = inFolder(writeTree(tempFolder(), {'release.yml': '# mine\n', taken: 'a file'}));
    const {stderr, exitCode} = await runCommand(Init, ['checkout', '--source', 'taken/code', '--yes']);
    expect(stderr).toMatch(/taken\/code\/\S+ cannot be written: /);
    expect([exitCode, readFileSync(path.join(folder, 'release.yml'), 'utf8')]).toEqual([2, '# mine\n']);
  });

  it('keeps to the name the release file has', async () => {
    const folder = inFolder(writeTree(tempFolder(), {'release.yaml': '# mine\n', 'dist/index.js': ''}));
    const {stderr} = await runCommand(Init, ['checkout', '--source', 'dist']);
    expect(stderr).toContain('Overwrite release.yaml?');
    expect((await runCommand(Init, ['checkout', '--source', 'dist', '--yes'])).exitCode).toBe(0);
    expect(existsSync(path.join(folder, 'release.yml'))).toBe(false);
  });

  it('says what is in the way of the release file itself', async () => {
    const folder = inFolder(writeTree(tempFolder(), {'dist/index.js': ''}));
    symlinkSync('nowhere', path.join(folder, 'release.yml'));
    const {stderr, exitCode} = await runCommand(Init, ['checkout', '--source', 'dist']);
    expect(stderr).toContain('release.yml cannot be written: EEXIST');
    expect(exitCode).toBe(2);
  });

  it('overwrites only after a yes', async () => {
    const folder = inFolder(writeTree(tempFolder(), {'release.yml': '# mine\n', 'dist/index.js': ''}));
    const refused = await runCommand(Init, ['checkout', '--source', 'dist']);
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toContain('Overwrite release.yml?');
    expect(refused.stderr).toContain('--yes');
    expect(readFileSync(path.join(folder, 'release.yml'), 'utf8')).toBe('# mine\n');
    const agreed = await runCommand(Init, ['checkout', '--source', 'dist', '--yes']);
    expect(agreed.stdout).toContain('release.yml  overwritten');
    expect((await runCommand(Init, ['checkout', '--source', 'dist'])).stdout).toContain('release.yml  unchanged');
  });

  it('in a folder whose name is no function name says so, with a command that works there', async () => {
    const folder = path.join(tempFolder(), 'my app!');
    mkdirSync(folder);
    inFolder(folder);
    const {stderr, exitCode} = await runCommand(Init, []);
    expect(exitCode).toBe(2);
    const [, name = ''] = /lambda-release init (\S+)/.exec(stderr) ?? [];
    expect(name).toBe('my-app');
    expect((await runCommand(Init, [name])).exitCode).toBe(0);
  });

  it.each([
    [['checkout', '--source', '../elsewhere']],
    [['checkout:live']],
    [['not a name']],
    [['checkout', '--alias', '7']],
  ])('refuses %j before it writes', async (argv) => {
    const folder = inFolder();
    expect((await runCommand(Init, argv)).exitCode).toBe(2);
    expect(existsSync(path.join(folder, 'release.yml'))).toBe(false);
  });
});
