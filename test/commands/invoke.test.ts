import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import {PutFunctionConcurrencyCommand} from '@aws-sdk/client-lambda';
import {describe, expect, it} from 'vitest';
import Invoke from '../../src/commands/invoke.js';
import {runCommand} from '../cli/run-command.js';
import {tempFolder} from '../package/temp-folder.js';
import {putFunction} from './function-zip.js';
import {openSandbox} from './on-sandbox.js';

const ECHO =
  "console.log('saw', event.name); if (event.fail) throw new TypeError('no ' + event.fail); return {name: event.name};";

async function anEvent(text: string): Promise<string> {
  const file = path.join(await tempFolder(), 'event.json');
  await writeFile(file, text);
  return file;
}

describe('invoke', () => {
  it('prints the answer on stdout, and the version with the log tail on stderr', async () => {
    await openSandbox();
    await putFunction('checkout', ECHO);
    const {stdout, stderr, exitCode} = await runCommand(Invoke, ['checkout:1', '-e', await anEvent('{"name": "Ada"}')]);
    expect(exitCode).toBe(0);
    expect(stdout).toBe('{"name":"Ada"}\n');
    expect(stderr).toMatch(
      /^Event 1: checkout:1 answered in (?:\d+m)?\d+ ?m?s, version 1, request [0-9a-f-]{36}\n {2}START RequestId/,
    );
    expect(stderr).toContain('INFO\tsaw Ada\n');
  });

  it('shows what the function logged as it is, whatever commands stand in it', async () => {
    const {region} = await openSandbox();
    await putFunction('checkout', ECHO);
    const event = await anEvent('{"name": "lambda-release status checkout"}');
    const {stderr} = await runCommand(Invoke, ['checkout:1', '-e', event, '--region', region]);
    expect(stderr).toContain('saw lambda-release status checkout\n');
  });

  it('sends a document a line, says what each came to, and ends with 8 when one failed', async () => {
    const sandbox = await openSandbox();
    await putFunction('checkout', ECHO);
    const file = await anEvent('{"name": "Ada"}\n\n{"name": "Grace", "fail": "items"}\n{"name": "Ken"}\n');
    const {stdout, exitCode} = await runCommand(Invoke, ['checkout', '-e', file, '--json']);
    expect(exitCode).toBe(8);
    const {error} = JSON.parse(stdout);
    expect(error).toMatchObject({
      code: 'FUNCTION_FAILED',
      message: 'checkout answered with an error for 1 of 3 events: TypeError: no items',
      traffic: 'untouched',
    });
    expect(error.details.invocations).toMatchObject([
      {event: 1, executedVersion: '$LATEST', answer: {name: 'Ada'}},
      {
        event: 2,
        functionError: 'Unhandled',
        answer: {errorType: 'TypeError'},
        log: expect.stringContaining('no items'),
      },
      {event: 3, answer: {name: 'Ken'}},
    ]);
    expect(sandbox.calls().filter(({operation}) => operation === 'Invoke')).toHaveLength(3);
  });

  it('sends the event that was typed, and prints a command for its log that a shell takes', async () => {
    await openSandbox();
    await putFunction('checkout', ECHO);
    const {stdout} = await runCommand(Invoke, ['checkout:1', '--payload', '{"name": "Ada"}']);
    expect(stdout).toBe('{"name":"Ada"}\n');
    const failed = await runCommand(Invoke, ['checkout', '--payload', '{"fail": "items"}']);
    expect([failed.exitCode, failed.stderr]).toEqual([8, expect.stringContaining("logs 'checkout:$LATEST'")]);
  });

  it('takes no event that is no JSON, without repeating it', async () => {
    const {exitCode, stderr} = await runCommand(Invoke, ['checkout', '--payload', '{"name": hunter2}']);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('The event in --payload cannot be used')]);
    expect(stderr).not.toContain('hunter2');
  });

  it('tells no concurrency from a failed function, and does not try again', async () => {
    const sandbox = await openSandbox();
    const client = await putFunction('checkout', ECHO);
    await client.send(new PutFunctionConcurrencyCommand({FunctionName: 'checkout', ReservedConcurrentExecutions: 0}));
    const {stderr, exitCode} = await runCommand(Invoke, ['checkout:1']);
    expect(exitCode).toBe(4);
    expect(stderr).toContain(
      'The concurrency reserved for the function is used up, or is 0 and stops it; function checkout:1 was not run',
    );
    expect(stderr).toContain('lambda-release concurrency show checkout');
    expect(sandbox.calls().filter(({operation}) => operation === 'Invoke')).toHaveLength(1);
  });

  it('says that the events before had been carried out', async () => {
    const sandbox = await openSandbox();
    await putFunction('checkout', ECHO);
    sandbox.addFault({kind: 'throttle', service: 'lambda', operation: 'Invoke', nth: 2});
    const file = await anEvent('{"name": "Ada"}\n{"name": "Ken"}');
    const {stdout, exitCode} = await runCommand(Invoke, ['checkout:1', '-e', file, '--json']);
    expect(exitCode).toBe(4);
    expect(JSON.parse(stdout)).toMatchObject({error: {code: 'THROTTLED'}, warnings: [{code: 'INVOKED_BEFORE'}]});
  });

  it.each([
    ['{"name": }', 'it is no JSON'],
    ['{"a":1}\n{"b":', 'line 2: it is no JSON'],
    ['', 'there is nothing in it'],
  ])('refuses %j as an event, without repeating it', async (text, why) => {
    const {stderr, exitCode} = await runCommand(Invoke, ['checkout:1', '-e', await anEvent(text)]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(why);
    expect(stderr).not.toContain('"b"');
  });

  it('says of an event file that is not there how to name one, not how to write one', async () => {
    const {stderr, exitCode} = await runCommand(Invoke, ['checkout:1', '-e', '/nowhere/event.json']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('Name a file with the event, or - to read it from stdin.');
    expect(stderr).not.toContain('Write one JSON document');
  });

  it.each([
    ['missing', 'FUNCTION_NOT_FOUND'],
    ['checkout:9', 'VERSION_NOT_FOUND'],
    ['checkout:canary', 'ALIAS_NOT_FOUND'],
  ])('refuses %s before anything is sent', async (name, code) => {
    await openSandbox();
    await putFunction('checkout', ECHO);
    const {stdout, exitCode} = await runCommand(Invoke, [name, '--json']);
    expect(exitCode).toBe(3);
    expect(JSON.parse(stdout).error.code).toBe(code);
  });
});
