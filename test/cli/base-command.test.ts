import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, describe, expect, it, vi} from 'vitest';
import {FixtureCommand} from './fixture-command.js';
import {runCommand} from './run-command.js';

const run = (...argv: string[]) => runCommand(FixtureCommand, argv);

describe('a command that succeeds', () => {
  it('prints only its result on stdout, and progress on stderr', async () => {
    const {stdout, stderr, exitCode} = await run('checkout:live');
    expect(stdout).toBe('alias live\n');
    expect(stderr).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ checkout: created\n.*warning: metrics are late\n$/);
    expect(exitCode).toBe(0);
  });

  it('prints one envelope with --json, warnings included', async () => {
    const {stdout, exitCode} = await run('checkout:live', '--steps', '5%:5m, 25%:5m', '--json');
    expect(JSON.parse(stdout)).toEqual({
      schema: 'lambda-release/fixture-run/1',
      ok: true,
      result: {alias: 'live', steps: 2},
      warnings: [{code: 'LATE', message: 'metrics are late'}],
    });
    expect(exitCode).toBe(0);
  });

  it('shows only warnings with --quiet', async () => {
    const {stdout, stderr} = await run('checkout:live', '--quiet');
    expect({stdout, stderr}).toEqual({stdout: 'alias live\n', stderr: '! metrics are late\n'});
  });

  it('keeps a journal beside it', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'journal-'));
    const file = path.join(folder, 'journal.ndjson');
    await run('checkout:live', '--quiet', '--journal', file);
    const types = readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).type);
    rmSync(folder, {recursive: true});
    expect(types).toEqual(['function.created', 'warning']);
  });
});

describe('a variable of a yes-or-no flag', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it.each(['on', 'enabled', 'tru', ' 1'])('is not taken for "no" when it says %s', async (value) => {
    vi.stubEnv('LAMBDA_RELEASE_QUIET', value);
    const {stdout, stderr, exitCode} = await run('checkout:live');
    expect(stderr).toContain(`LAMBDA_RELEASE_QUIET="${value}" is neither yes nor no.`);
    expect([stdout, exitCode]).toEqual(['', 2]);
  });

  it.each([
    ['YES', '! metrics are late\n'],
    ['1', '! metrics are late\n'],
  ])('sets the flag when it says %s', async (value, expected) => {
    vi.stubEnv('LAMBDA_RELEASE_QUIET', value);
    expect((await run('checkout:live')).stderr).toBe(expected);
  });

  it.each(['no', '0', ''])('leaves the flag alone when it says "%s"', async (value) => {
    vi.stubEnv('LAMBDA_RELEASE_QUIET', value);
    expect((await run('checkout:live')).stderr).toContain('checkout: created');
  });
});

/** Of what is on stderr, the failure: what comes before it has its time. */
function textOf(stderr: string): string {
  return stderr.slice(stderr.indexOf('✖'));
}

describe('a command that fails', () => {
  it.each([
    ['refused', 3, 'untouched'],
    ['unrestored', 6, 'not restored'],
    ['function', 8, 'untouched'],
    ['bug', 1, 'unknown'],
  ])('%s exits %d in both modes', async (fail, exitCode, traffic) => {
    const human = await run('checkout:live', '--fail', fail);
    expect(human).toMatchObject({stdout: '', exitCode});
    const machine = await run('checkout:live', '--fail', fail, '--json');
    expect(machine.exitCode).toBe(exitCode);
    expect(textOf(machine.stderr)).toBe(textOf(human.stderr));
    const document = JSON.parse(machine.stdout);
    expect(document).toMatchObject({
      schema: 'lambda-release/fixture-run/1',
      ok: false,
      error: {exitCode, traffic},
      warnings: [{code: 'LATE', message: 'metrics are late'}],
    });
    expect(Object.keys(document.error).sort()).toEqual([
      'code',
      'details',
      'exitCode',
      'message',
      'suggestions',
      'traffic',
    ]);
  });

  it('never shows what an SDK hangs onto an error, and tells that it is a bug', async () => {
    for (const mode of [[], ['--json']]) {
      const {stdout, stderr} = await run('checkout:live', '--fail', 'bug', ...mode);
      expect(stdout + stderr).not.toContain('secret');
      expect(stdout + stderr).not.toContain('fixture-command.ts');
      expect(stdout + stderr).toContain('This is a bug in lambda-release: x is not a function');
    }
  });

  it('prints the command of exit 6 alone on a line', async () => {
    const {stderr} = await run('checkout:live', '--fail', 'unrestored');
    expect(stderr.split('\n')).toContain('lambda-release shift checkout:live 7');
  });
});

describe('what cannot be understood', () => {
  it.each([
    ['an unknown flag', ['checkout:live', '--stepz', '1'], 'Nonexistent flag: --stepz'],
    ['a missing argument', [], 'Missing 1 required arg'],
    ['too many arguments', ['checkout:live', 'x'], 'Unexpected argument: x'],
    ['a flag without its value', ['checkout:live', '--steps'], 'Flag --steps expects a value'],
    ['a value that is not offered', ['checkout:live', '--fail', 'x'], 'Expected --fail=x to be one of'],
    ['an alias that is none', ['checkout'], '"checkout" does not name an alias.'],
    ['steps that fall', ['checkout:live', '--steps', '50%:5m,5%:5m'], '--steps: "50%:5m,5%:5m": weights must rise'],
    ['a duration without a unit', ['checkout:live', '--wait', '5'], '--wait: "5" is not a duration.'],
  ])('%s exits 2 in both modes, with a way out', async (_, argv, message) => {
    const human = await run(...argv);
    expect(human).toMatchObject({stdout: '', exitCode: 2});
    expect(human.stderr).toContain(`✖ ${message}`);
    expect(human.stderr).toContain('See lambda-release fixture run --help');
    expect(human.stderr).not.toContain('See more help');
    const machine = await run(...argv, '--json');
    expect(machine).toMatchObject({exitCode: 2, stderr: human.stderr});
    expect(JSON.parse(machine.stdout).error).toMatchObject({code: 'USAGE', exitCode: 2, traffic: 'untouched'});
    expect(JSON.parse(machine.stdout).error.message).toContain(message);
  });

  it.each([[['--stpes', '5%:5m']], [['--stpes=5%:5m']]])(
    'names the flag that was probably meant by %s',
    async (typed) => {
      const {stderr} = await run('checkout:live', ...typed);
      expect(stderr).toContain('Did you mean --steps?');
    },
  );

  it('names what would have been accepted', async () => {
    const {stderr} = await run('checkout:live', '--wait', '5');
    expect(stderr).toContain('Write a number with a unit: 90s, 5m, 1h30m or 1d.');
  });
});

describe('a question where nobody can be asked', () => {
  it.each([[[]], [['--json']]])('exits 2 and names --yes (%j)', async (mode) => {
    const {stdout, stderr, exitCode} = await run('checkout:live', '--ask', ...mode);
    expect(exitCode).toBe(2);
    expect(stdout + stderr).toContain('--yes');
    expect(stdout).not.toContain('alias live');
  });

  it('is answered by --yes', async () => {
    expect(await run('checkout:live', '--ask', '--yes')).toMatchObject({stdout: 'alias live\n', exitCode: 0});
  });
});
