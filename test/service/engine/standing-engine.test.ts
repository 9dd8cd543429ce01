import {describe, expect, test} from 'vitest';
import {engineStatusText} from '../../../src/lib/report/result/engine/status-text.js';
import {installEngine} from '../../../src/lib/service/engine/install.js';
import {engineStatus} from '../../../src/lib/service/engine/status.js';
import {uninstallEngine} from '../../../src/lib/service/engine/uninstall.js';
import {anAccount, signal, TOOL} from './engine-session.js';

const STACK = {stack: 'lambda-release-engine'};
const EXECUTION = {name: 'a1b2c3-1', arn: 'arn:a1b2c3-1', startedMs: Date.UTC(2026, 0, 1)};

async function installed(person?: {readonly agrees: boolean}) {
  const account = anAccount();
  await installEngine(account.session, STACK, TOOL, signal);
  const {session} = person ? anAccount(person) : account;
  Object.assign(account.session, {host: session.host});
  return {...account, host: session.host};
}

describe('status', () => {
  test.each([
    ['the same version', TOOL.version, 'current'],
    // Nothing in the stack is of a version: another tool with the same template has nothing to change.
    ['a later version with the same template', '2.0.0', 'current'],
  ])('after %s', async (_name, version, standing) => {
    const {session} = await installed();
    const report = await engineStatus(session, STACK, {...TOOL, version}, signal);
    expect(report).toMatchObject({version: TOOL.version, standing, tick: {version: '1', code: 'same'}, executions: []});
  });

  test.each([
    ['1.0.0', 'older'],
    ['9.0.0', 'newer'],
    [TOOL.version, 'changed'],
  ])('a template of version %s that is not ours is %s', async (version, standing) => {
    const {session, stacks} = await installed();
    stacks.put(STACK.stack, {template: `Metadata: {LambdaRelease: {Version: ${version}}}`});
    expect(await engineStatus(session, STACK, TOOL, signal)).toMatchObject({version, standing});
  });

  test('names the rollouts that it drives', async () => {
    const {session, running} = await installed();
    running.push(EXECUTION);
    const report = await engineStatus(session, STACK, TOOL, signal);
    expect(report.executions).toEqual([{...EXECUTION, ref: {functionName: 'checkout', alias: 'live'}}]);
    expect(engineStatusText(report)).toMatch(/\ncheckout:live +a1b2c3-1 +2026-01-01T00:00:00.000Z +arn:a1b2c3-1$/);
  });

  test('says so when its function was never released', async () => {
    const {session, stacks} = anAccount();
    stacks.put(STACK.stack, {template: 'Metadata: {LambdaRelease: {Version: 1.0.0}}'});
    expect(await engineStatus(session, STACK, TOOL, signal)).toMatchObject({tick: {code: 'absent'}});
  });

  test.each([
    ['nothing is installed', undefined, 'ENGINE_NOT_INSTALLED'],
    ['only a proposal is there', {status: 'REVIEW_IN_PROGRESS'}, 'ENGINE_NOT_INSTALLED'],
    ["the stack is somebody else's", {template: 'Resources: {}'}, 'STACK_IN_OTHER_HANDS'],
  ])('where %s it ends with 3', async (_name, there, code) => {
    const {session, stacks} = anAccount();
    if (there) stacks.put(STACK.stack, there);
    await expect(engineStatus(session, STACK, TOOL, signal)).rejects.toMatchObject({exitCode: 3, code});
  });
});

describe('uninstalling', () => {
  test('deletes the stack after a yes', async () => {
    const {session, stacks, host} = await installed();
    expect(await uninstallEngine(session, STACK, signal)).toEqual({dryRun: false, changed: true, ...STACK, ended: []});
    expect(host.heard.at(-1)).toBe('ask: Delete the engine lambda-release-engine?');
    expect(await stacks.find(STACK.stack)).toBeUndefined();
  });

  test.each([
    ['a no', {agrees: false}, {}],
    ['a dry run', {agrees: true}, {'dry-run': true}],
  ])('deletes nothing after %s', async (_name, person, options) => {
    const {session, stacks} = await installed(person);
    await uninstallEngine(session, {...STACK, ...options}, signal).catch(() => undefined);
    expect(stacks.calls).not.toContain('deleteStack');
  });

  test('is refused while it drives rollouts, and names them with the ways out', async () => {
    const {session, running, stacks} = await installed();
    running.push(EXECUTION);
    await expect(uninstallEngine(session, STACK, signal)).rejects.toMatchObject({
      ...{exitCode: 3, code: 'ENGINE_IN_USE', message: expect.stringContaining('checkout:live (a1b2c3-1)')},
      suggestions: expect.arrayContaining([expect.stringContaining('lambda-release rollout abort checkout:live')]),
    });
    expect(stacks.calls).not.toContain('deleteStack');
  });

  test('is done all the same by force, when the name of the stack is typed', async () => {
    const {session, running, host} = await installed();
    running.push(EXECUTION);
    expect(await uninstallEngine(session, {...STACK, force: true}, signal)).toMatchObject({
      ended: ['checkout:live (a1b2c3-1)'],
    });
    expect(host.heard.at(-1)).toMatch(/^type lambda-release-engine: /);
  });

  test("of nothing is nothing to do; of somebody else's stack it is refused", async () => {
    const {session, stacks} = anAccount();
    expect(await uninstallEngine(session, STACK, signal)).toMatchObject({changed: false});
    stacks.put(STACK.stack, {template: 'Resources: {}'});
    await expect(uninstallEngine(session, STACK, signal)).rejects.toMatchObject({code: 'STACK_IN_OTHER_HANDS'});
  });
});
