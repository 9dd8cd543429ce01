import {CreateAliasCommand, DeleteFunctionCommand, InvokeCommand} from '@aws-sdk/client-lambda';
import {describe, expect, it} from 'vitest';
import Logs from '../../src/commands/logs.js';
import {runCommand} from '../cli/run-command.js';
import {putFunction} from './function-zip.js';
import {openSandbox} from './on-sandbox.js';

const SPEAK = "console.log('hello\\n' + process.env.TOKEN); if (event.fail) throw new Error('boom'); return 1;";
const TOKEN = 'planted-environment-value';

async function aSpeaker(settings: {LoggingConfig?: object} = {}) {
  const sandbox = await openSandbox();
  const client = await putFunction('checkout', SPEAK, {environment: {TOKEN}, ...settings});
  const invoke = (Qualifier: string, event: object = {}) =>
    client.send(new InvokeCommand({FunctionName: 'checkout', Qualifier, Payload: JSON.stringify(event)}));
  return {sandbox, client, invoke};
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe('logs', () => {
  it('shows the lines of one version, times and version in front, without environment values', async () => {
    const {invoke} = await aSpeaker();
    await invoke('1');
    await invoke('$LATEST');
    const {stdout, exitCode} = await runCommand(Logs, ['checkout:1']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ \[1\] START RequestId/m);
    expect(stdout).toMatch(/\[1\] .*\tINFO\thello\n {2}\[removed\]\n/);
    expect(stdout).not.toContain('[$LATEST]');
    expect(stdout).not.toContain(TOKEN);
  });

  it('shows every version of a function, and those behind an alias', async () => {
    const {client, invoke} = await aSpeaker();
    await client.send(new CreateAliasCommand({FunctionName: 'checkout', Name: 'live', FunctionVersion: '1'}));
    await invoke('live');
    await invoke('$LATEST');
    const versionsIn = async (name: string) => {
      const {stdout} = await runCommand(Logs, [name, '--json']);
      const lines: {version: string; message: string}[] = JSON.parse(stdout).result.lines;
      return [...new Set(lines.map(({version}) => version))].sort();
    };
    expect(await versionsIn('checkout')).toEqual(['$LATEST', '1']);
    expect(await versionsIn('checkout:live')).toEqual(['1']);
  });

  it('finds the streams of a log group of its own', async () => {
    const {invoke} = await aSpeaker({LoggingConfig: {LogGroup: '/shop/all'}});
    await invoke('1');
    const {stdout} = await runCommand(Logs, ['checkout:1', '--filter', 'hello', '--json']);
    const {lines} = JSON.parse(stdout).result;
    expect(lines).toMatchObject([{version: '1', stream: expect.stringMatching(/\/checkout\[1\]\[/)}]);
  });

  it('says that there are no lines, and that there is no log group yet', async () => {
    await aSpeaker();
    const {stdout, stderr, exitCode} = await runCommand(Logs, ['checkout:1', '--since', '5m']);
    expect({stdout, exitCode}).toEqual({stdout: 'No lines in the last 5m.\n', exitCode: 0});
    expect(stderr).toContain('There is no log group /aws/lambda/checkout');
  });

  it('follows new lines until Ctrl-C, and ends with 0', async () => {
    const {sandbox, invoke} = await aSpeaker();
    await invoke('1');
    const following = runCommand(Logs, ['checkout:1', '--follow']);
    const reads = () => sandbox.calls().filter(({operation}) => operation === 'FilterLogEvents').length;
    await until(() => reads() >= 2);
    await invoke('1', {fail: true});
    const before = reads();
    await until(() => reads() >= before + 4);
    process.emit('SIGINT');
    const {stdout, exitCode} = await following;
    expect(exitCode).toBe(0);
    expect(stdout.match(/\[1\] START RequestId/g)).toHaveLength(2);
    expect(stdout).toContain('boom');
    expect(stdout.endsWith('\n\n')).toBe(false);
  });

  it('does not follow as JSON: a document has an end', async () => {
    const {exitCode, stdout} = await runCommand(Logs, ['checkout:1', '--follow', '--json']);
    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout).error.code).toBe('USAGE');
  });

  it('reads any length of time in a few requests', async () => {
    const {sandbox, invoke} = await aSpeaker();
    await invoke('1');
    await invoke('$LATEST');
    const {stdout, exitCode} = await runCommand(Logs, ['checkout:1', '--since', '30000d', '--json']);
    expect(exitCode).toBe(0);
    const {lines} = JSON.parse(stdout).result;
    expect(new Set(lines.map(({version}: {version: string}) => version))).toEqual(new Set(['1']));
    expect(sandbox.calls().filter(({operation}) => operation === 'FilterLogEvents').length).toBeLessThan(5);
  });

  it('shows what a deleted version wrote', async () => {
    const {client, invoke} = await aSpeaker();
    await invoke('1');
    await client.send(new DeleteFunctionCommand({FunctionName: 'checkout', Qualifier: '1'}));
    const {stdout, stderr, exitCode} = await runCommand(Logs, ['checkout:1']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('INFO\thello');
    expect(stdout).not.toContain(TOKEN);
    expect(stderr).toContain('Version 1 of checkout is not there any more.');
  });

  it('refuses a version that is not there', async () => {
    await aSpeaker();
    expect((await runCommand(Logs, ['checkout:9'])).exitCode).toBe(3);
  });
});
