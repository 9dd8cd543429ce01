import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {templateFacts} from '../../../src/lib/config/engine/stack-template.js';
import {packageRoot} from '../../../src/lib/package-root.js';
import {installEngine} from '../../../src/lib/service/engine/install.js';
import {writeTree} from '../../package/temp-folder.js';
import {anAccount, signal, TOOL} from './engine-session.js';

const STACK = {stack: 'lambda-release-engine'};
type Account = ReturnType<typeof anAccount>;
const install = ({session}: Account, options = {}) => installEngine(session, {...STACK, ...options}, TOOL, signal);

describe('the first time', () => {
  test('the stack is made after a yes, then its function is published, checked and called', async () => {
    const account = anAccount();
    const {result} = await install(account);
    expect(result).toMatchObject({
      ...{dryRun: false, changed: true, account: '123456789012', region: 'eu-west-1'},
      stack: {action: 'create', changes: [{action: 'Add', logicalId: 'TickRole'}]},
      stateMachine: expect.stringMatching(/:stateMachine:lambda-release$/),
      tick: {version: '1', changed: true},
    });
    expect(account.serves()).toBe('1');
    expect(account.host.heard).toEqual([
      expect.stringContaining('Add     TickRole  AWS::IAM::Role'),
      'ask: Install it?',
    ]);
    expect(JSON.parse(account.invoke.requests[0]?.payload ?? '')).toMatchObject({rolloutId: 'none', candidate: '0'});
  });

  test('what is sent is our template for the partition of the caller', async () => {
    const account = anAccount();
    await install(account);
    const text = await account.stacks.template(STACK.stack);
    expect(templateFacts(text).version).toBe(TOOL.version);
    expect(text).toContain('"arn:aws:states:::lambda:invoke"');
  });

  test.each([
    ['a no', {agrees: false}, {}],
    ['a dry run', {}, {'dry-run': true}],
  ])('after %s nothing is made, and nothing proposed is left', async (_name, person, options) => {
    const account = anAccount(person);
    const ended = await install(account, options).catch((error: unknown) => error);
    expect(ended).toMatchObject(
      'dry-run' in options ? {result: {dryRun: true, changed: true}} : {code: 'DECLINED', exitCode: 3},
    );
    expect(account.stacks.calls).not.toContain('executeChangeSet');
    expect(account.stacks.leftovers).toEqual([]);
    expect(account.session.functions.calls).not.toContain('publishVersion');
  });

  test('a role that is not known everywhere yet is waited for', async () => {
    const account = anAccount();
    const {answer} = account.invoke;
    account.invoke.answer = {payload: '{"next":"wait","why":"AWS does not allow lambda:GetAlias"}', logTail: ''};
    const {clock} = account.session;
    clock.at(clock.now() + 12_000, () => Object.assign(account.invoke, {answer}));
    expect(await install(account)).toMatchObject({result: {tick: {version: '1'}}});
    expect(account.invoke.requests.length).toBeGreaterThan(1);
  });

  test('a version that does not answer its check is not called', async () => {
    const account = anAccount();
    account.invoke.answer = {payload: '{"next":"wait"}', logTail: ''};
    await expect(install(account)).rejects.toMatchObject({exitCode: 5, code: expect.stringContaining('SMOKE')});
    expect(account.serves()).toBeUndefined();
  });
});

describe('a second time', () => {
  test('changes nothing, and asks nothing', async () => {
    const account = anAccount();
    await install(account);
    const heard = account.host.heard.length;
    const {result} = await install(account);
    expect(result).toMatchObject({
      changed: false,
      stack: {action: 'nothing', changes: []},
      tick: {version: '1', changed: false},
    });
    expect(account.host.heard).toHaveLength(heard);
  });

  test('goes on where the first one ended', async () => {
    const account = anAccount();
    account.invoke.answer = {payload: '{"next":"wait"}', logTail: ''};
    await expect(install(account)).rejects.toThrow();
    account.invoke.answer = {payload: '{"next":"over"}', logTail: ''};
    const {result} = await install(account);
    expect(result).toMatchObject({changed: true, stack: {action: 'nothing'}, tick: {version: '1'}});
    expect(account.serves()).toBe('1');
  });

  test('by a tool with other code releases that, after its check, and says what was called before', async () => {
    const account = anAccount();
    await install(account);
    const newer = {version: '1.3.0', tickFolder: path.join(packageRoot, 'templates', 'function-failing')};
    const {result} = await installEngine(account.session, STACK, newer, signal);
    expect(result).toMatchObject({
      changed: true,
      stack: {action: 'nothing'},
      tick: {version: '2', before: '1', changed: true},
    });
    expect(account.invoke.requests.map(({qualifier}) => qualifier)).toEqual(['1', '2']);
    expect(account.serves()).toBe('2');
  });

  test('with another value changes the stack alone', async () => {
    const account = anAccount();
    await install(account);
    const {result} = await install(account, {parameter: ['Functions=shop-*']});
    expect(result).toMatchObject({
      changed: true,
      stack: {action: 'update', parameters: {Functions: 'shop-*'}},
      tick: {changed: false},
    });
    expect((await account.stacks.find(STACK.stack))?.parameters).toEqual(new Map([['Functions', 'shop-*']]));
  });
});

test('rollouts of a release file that leases them are leased by the engine too', async () => {
  const account = anAccount();
  const role = 'arn:aws:iam::123456789012:role/lease';
  writeTree(account.session.folder, {'release.yml': `functions: {}\nrollout: {lease: {role: ${role}}}\n`});
  const {result} = await install(account, {config: path.join(account.session.folder, 'release.yml')});
  expect(result.stack.parameters).toEqual({LeaseRole: role});
});

test('a stack that is deployed otherwise is not looked at; its function is released all the same', async () => {
  const account = anAccount();
  account.stacks.onMade();
  const {result} = await install(account, {'skip-stack': true});
  expect(result).toMatchObject({changed: true, stack: {action: 'skipped'}, tick: {version: '1'}});
  expect(account.stacks.calls).toEqual([]);
});

test.each([
  ['a stack of somebody else', {template: 'Resources: {}'}, {}, 'STACK_IN_OTHER_HANDS', 3],
  ['a parameter that the template does not have', undefined, {parameter: ['Function=x']}, 'PARAMETER_UNKNOWN', 2],
  ['a parameter without its value', undefined, {parameter: ['Functions']}, 'PARAMETER_UNKNOWN', 2],
  ['a function that nobody has made', undefined, {'skip-stack': true}, 'ENGINE_NOT_INSTALLED', 3],
])('%s is refused before anything is sent', async (_name, there, options, code, exitCode) => {
  const account = anAccount();
  if (there) account.stacks.put(STACK.stack, there);
  await expect(install(account, options)).rejects.toMatchObject({code, exitCode});
  expect(account.stacks.calls.filter((call) => /^(create|execute|delete)/.test(call))).toEqual([]);
});
