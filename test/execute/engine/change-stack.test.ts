import {describe, expect, test} from 'vitest';
import {proposeChanges} from '../../../src/lib/execute/engine/change-stack.js';
import {deleteStack} from '../../../src/lib/execute/engine/delete-stack.js';
import type {NewChangeSet} from '../../../src/lib/ports/engine/stacks.js';
import {EventRecorder} from '../../fakes/event-recorder.js';
import {FakeClock} from '../../fakes/fake-clock.js';
import {FakeStacks} from '../../fakes/fake-stacks.js';

const WANTED: NewChangeSet = {
  stackName: 'engine',
  changeSetName: 'one',
  kind: 'create',
  template: 'ours',
  parameters: new Map([['Functions', '*']]),
};
const {signal} = new AbortController();

function aWorld(parts?: Parameters<FakeStacks['put']>[1]) {
  const deps = {stacks: new FakeStacks(), clock: new FakeClock(), events: new EventRecorder()};
  if (parts) deps.stacks.put('engine', parts);
  return deps;
}

describe('a proposal', () => {
  test('tells what would change, and changes nothing before it is carried out', async () => {
    const deps = aWorld();
    const proposed = await proposeChanges(deps, WANTED, signal);
    expect(proposed?.changeSet.changes).toMatchObject([{action: 'Add', logicalId: 'TickRole'}]);
    expect(deps.stacks.calls).not.toContain('executeChangeSet');
  });

  test.each([
    ['a first one, with the stack that it has made', 'create', undefined],
    ['one of a stack that is there, which stays', 'update', {template: 'old'}],
  ] as const)('is taken away when nobody wants it: %s', async (_name, kind, before) => {
    const deps = aWorld(before);
    const proposed = await proposeChanges(deps, {...WANTED, kind}, signal);
    expect(deps.stacks.leftovers.length).toBeGreaterThan(0);
    await proposed?.discard();
    expect(deps.stacks.leftovers).toEqual([]);
    expect(await deps.stacks.find('engine')).toEqual(before && expect.objectContaining({status: 'CREATE_COMPLETE'}));
  });

  test('of nothing is none, and leaves nothing behind', async () => {
    const deps = aWorld({template: 'ours', parameters: new Map([['Functions', '*']])});
    expect(await proposeChanges(deps, {...WANTED, kind: 'update'}, signal)).toBeUndefined();
    expect(deps.stacks.leftovers).toEqual([]);
  });

  test('that CloudFormation does not take says so and leaves nothing behind', async () => {
    const deps = aWorld();
    deps.stacks.refusal = 'Template format error';
    await expect(proposeChanges(deps, WANTED, signal)).rejects.toMatchObject({code: 'INVALID_REQUEST'});
    expect(deps.stacks.leftovers).toEqual([]);
  });

  test('is taken away when a signal comes while it is made', async () => {
    const deps = aWorld();
    const controller = new AbortController();
    deps.clock.at(deps.clock.now() + 1, () => controller.abort(new Error('stop')));
    await expect(proposeChanges(deps, WANTED, controller.signal)).rejects.toThrow('stop');
    expect(deps.stacks.leftovers).toEqual([]);
  });
});

describe('carrying it out', () => {
  test('waits for the end, tells of each resource, and gives the stack as it then is', async () => {
    const deps = aWorld();
    const proposed = await proposeChanges(deps, WANTED, signal);
    const stack = await proposed?.carryOut(signal);
    expect(stack).toMatchObject({status: 'CREATE_COMPLETE'});
    expect(deps.events.events).toEqual([{type: 'heartbeat', message: 'engine: TickRole create complete'}]);
  });

  const denied = {
    logicalId: 'TickRole',
    reason: 'User: arn is not authorized to perform: iam:CreateRole on resource: x',
  };
  const cancelled = {logicalId: 'TickLogs', reason: 'Resource creation cancelled'};
  const taken = {logicalId: 'TickFunction', reason: 'lambda-release-tick already exists'};

  test.each([
    [
      'create',
      'DELETE_COMPLETE',
      [denied, cancelled],
      'Nothing is left of it.',
      'lambda-release engine template --format policy',
    ],
    ['update', 'UPDATE_ROLLBACK_COMPLETE', [taken], 'It is as it was before.', 'of the same name is there already'],
    [
      'update',
      'UPDATE_ROLLBACK_FAILED',
      [denied],
      'It is UPDATE_ROLLBACK_FAILED now.',
      'aws cloudformation continue-update-rollback --stack-name engine',
    ],
    [
      'create',
      'ROLLBACK_COMPLETE',
      [taken],
      'It is ROLLBACK_COMPLETE now.',
      'lambda-release engine uninstall --stack engine',
    ],
  ] as const)('%s that ends as %s is an error with its reasons', async (kind, status, failures, left, wayOut) => {
    const deps = aWorld(kind === 'update' ? {template: 'old'} : undefined);
    deps.stacks.ending = {status, failures};
    const proposed = await proposeChanges(deps, {...WANTED, kind}, signal);
    const error = await proposed?.carryOut(signal).catch((reason: unknown) => reason);
    const [first] = failures;
    expect(error).toMatchObject({code: 'STACK_FAILED', exitCode: 4, traffic: 'untouched'});
    expect(String(error)).toContain(
      `The stack engine could not be ${kind}d. ${left}\n  ${first.logicalId}: ${first.reason}`,
    );
    expect(String(error)).not.toContain('cancelled');
    expect((error as {suggestions: string[]}).suggestions.join('\n')).toContain(wayOut);
  });

  test('is left to CloudFormation when a signal comes', async () => {
    const deps = aWorld();
    const controller = new AbortController();
    const proposed = await proposeChanges(deps, WANTED, signal);
    deps.clock.at(deps.clock.now() + 1, () => controller.abort(new Error('stop')));
    await expect(proposed?.carryOut(controller.signal)).rejects.toThrow('stop');
    expect(deps.stacks.calls).toContain('executeChangeSet');
    expect(deps.stacks.calls).not.toContain('deleteStack');
  });
});

describe('deleting a stack', () => {
  const there = {name: 'engine', id: 'arn:aws:cloudformation:eu-west-1:123456789012:stack/engine/1'};

  test('waits until it is gone', async () => {
    const deps = aWorld({});
    await deleteStack(deps, {...there, status: '', parameters: new Map(), outputs: new Map()}, signal);
    expect(await deps.stacks.find('engine')).toBeUndefined();
  });

  test('that fails names what could not be deleted, and the command that leaves it', async () => {
    const deps = aWorld({});
    deps.stacks.ending = {status: 'DELETE_FAILED', failures: [{logicalId: 'TickRole', reason: 'it has policies'}]};
    const stack = {...there, status: '', parameters: new Map(), outputs: new Map()};
    const error = await deleteStack(deps, stack, signal).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      message: 'The stack engine could not be deleted. It is DELETE_FAILED now.\n  TickRole: it has policies',
      suggestions: expect.arrayContaining([expect.stringContaining('--deletion-mode FORCE_DELETE_STACK')]),
    });
  });
});
