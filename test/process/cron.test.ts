import {spawn} from 'node:child_process';
import {mkdir, readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {text} from 'node:stream/consumers';
import {CreateAliasCommand} from '@aws-sdk/client-lambda';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {parse} from 'yaml';
import {sandboxEnvironment} from '../../src/lib/demo/sandbox-environment.js';
import {packageRoot} from '../../src/lib/package-root.js';
import {Stage} from './stage.js';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open(300);
});
afterAll(() => stage.close());

/** The command that a schedule of docs/cron.md runs, as it stands there. */
async function commandOf(heading: string): Promise<string> {
  const page = await readFile(path.join(packageRoot, 'docs', 'cron.md'), 'utf8');
  const section = page.split(/^## /m).find((each) => each.startsWith(`${heading}\n`)) ?? '';
  const block = /```\w+\n([\s\S]*?)```/.exec(section)?.[1] ?? '';
  if (heading === 'crontab') return block.replace(/^(\S+ ){5}cd \S+ && /, '').replaceAll('/var/log/', '');
  const document = parse(block);
  const steps: readonly {readonly run?: string}[] = document.jobs?.tick.steps ?? [];
  return document.tick?.script[0] ?? steps.findLast(({run}) => run !== undefined)?.run ?? '';
}

/** Runs it in a folder, where `lambda-release` and `npx lambda-release` are the built tool. */
async function schedule(command: string, folder: string): Promise<{exitCode: number; stderr: string}> {
  const PATH = `${path.join(folder, 'bin')}:${process.env.PATH}`;
  const shell = spawn('sh', ['-c', command], {
    cwd: folder,
    env: {HOME: folder, ...sandboxEnvironment(stage.sandbox), PATH},
  });
  const ended = new Promise<number>((resolve) => {
    shell.on('close', (code) => resolve(code ?? -1));
  });
  const [stderr, exitCode] = await Promise.all([text(shell.stderr), ended]);
  return {exitCode, stderr};
}

/** A folder with a release file for one alias, and the commands that a schedule finds. */
async function project(alias: string): Promise<string> {
  const folder = path.join(stage.folder, alias);
  await mkdir(path.join(folder, 'bin'), {recursive: true});
  const rollout = `{alias: ${alias}, steps: '10%:1m', watch: 0s, onInconclusive: promote}`;
  await writeFile(path.join(folder, 'release.yml'), `functions: {scheduled: {source: dist}}\nrollout: ${rollout}\n`);
  const run = `exec "${process.execPath}" "${path.join(packageRoot, 'bin', 'run.js')}"`;
  await writeFile(path.join(folder, 'bin', 'lambda-release'), `#!/bin/sh\n${run} "$@"\n`, {mode: 0o755});
  await writeFile(path.join(folder, 'bin', 'npx'), `#!/bin/sh\nshift\n${run} "$@"\n`, {mode: 0o755});
  return folder;
}

it('a rollout is driven to its end by each schedule of the page', async () => {
  await stage.create('scheduled');
  const source = await stage.betterCode('scheduled');
  expect((await stage.run(['publish', 'scheduled', '--source', source])).exitCode).toBe(0);
  for (const heading of ['crontab', 'GitHub Actions', 'GitLab']) {
    const alias = heading.replaceAll(' ', '-');
    await stage.lambda.send(new CreateAliasCommand({FunctionName: 'scheduled', Name: alias, FunctionVersion: '1'}));
    const folder = await project(alias);
    const begin = ['rollout', 'start', `scheduled:${alias}`, '2', '--detach', '--yes'];
    expect(await stage.run([...begin, '--config', path.join(folder, 'release.yml')])).toMatchObject({exitCode: 0});
    const command = await commandOf(heading);
    expect(command).toContain('lambda-release rollout resume --once --all');
    do expect(await schedule(command, folder)).toMatchObject({exitCode: 0});
    while ((await stage.alias('scheduled', alias)).description?.includes('[lr1 '));
    expect(await stage.alias('scheduled', alias)).toEqual({version: '2', weights: {}, description: '[2 was 1]'});
  }
});
