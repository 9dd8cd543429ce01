import {describe, expect, it} from 'vitest';
import {createAlias} from '../../../src/lib/execute/alias/create-alias.js';
import {toMoveError, toRolloutError} from '../../../src/lib/execute/rollout/release-error.js';
import type {RolloutChecks} from '../../../src/lib/model/rollout/checks.js';
import {smokeFailure} from '../../../src/lib/plan/rollout/smoke-expectation.js';
import {aProcess, BAD, GOOD, path, REF, resume} from './rollout-world.js';

const folder = '/release';
const SMOKE: RolloutChecks = {
  smoke: [
    {name: 'ok.json', payload: '{"a":1}', expect: {statusCode: 200}, folder},
    {name: 'liked.json', payload: '{}', expect: {command: 'jq .'}, folder},
  ],
  hooks: {},
};
const HOOKS: RolloutChecks = {
  smoke: [],
  hooks: {
    beforeShift: {command: 'before', folder},
    afterStep: {command: 'after', folder},
    beforePromote: {command: 'promote', folder},
    afterRollback: {command: 'back', folder},
  },
};

function ran(process: ReturnType<typeof aProcess>): string[] {
  return process.deps.commands.requests.map(({command, environment}) => `${command} ${environment.ROLLOUT_WEIGHT}`);
}

describe('smoke tests', () => {
  it('are sent to the candidate by its version before the first move', async () => {
    const process = aProcess(GOOD);
    expect((await process.run({checks: SMOKE})).kind).toBe('promoted');
    expect(process.deps.invoke.requests.map(({qualifier, payload}) => [qualifier, payload])).toEqual([
      ['7', '{"a":1}'],
      ['7', '{}'],
    ]);
    expect(process.deps.commands.requests).toMatchObject([{command: 'jq .', input: '{"statusCode":200}', folder}]);
    expect(process.gate.calls.indexOf('writeAlias')).toBeGreaterThan(process.gate.calls.lastIndexOf('invoke'));
  });

  it('that fail leave traffic untouched, show the log and end with 5', async () => {
    const process = aProcess(GOOD);
    process.deps.invoke.answer = {payload: '{"statusCode":500}', logTail: 'Cannot find module "pg"'};
    const error = toRolloutError(await process.run({checks: SMOKE}));
    expect(error).toMatchObject({exitCode: 5, code: 'NOT_BEGUN_SMOKE', traffic: 'untouched'});
    expect(error?.message).toContain('Smoke test ok.json failed: statusCode is 500, expected 200.');
    expect(error?.message).toContain('Cannot find module');
    expect(path(process.world)).toEqual([]);
  });

  it('that a command does not like fail', async () => {
    const process = aProcess(GOOD);
    process.deps.commands.exitCodes.set('jq .', 4);
    expect(await process.run({checks: SMOKE})).toMatchObject({kind: 'notBegun', cause: {kind: 'smoke'}});
    expect(path(process.world)).toEqual([]);
  });

  it('that AWS does not carry out say nothing about the version: exit 4', async () => {
    const process = aProcess(GOOD);
    process.gate.always = (call) => (call === 'invoke' ? {kind: 'fail'} : undefined);
    expect(toRolloutError(await process.run({checks: SMOKE}))).toMatchObject({exitCode: 4, traffic: 'untouched'});
  });

  it('come before a first release as well', async () => {
    const process = aProcess(GOOD);
    process.world.delete(REF);
    process.deps.invoke.answer = {payload: '{}', functionError: 'Unhandled', logTail: ''};
    const plan = {kind: 'create-alias', ref: REF, candidate: '7', checks: SMOKE, warnings: []} as const;
    const error = toMoveError(REF, await createAlias(process.deps, plan));
    expect(error).toMatchObject({exitCode: 5, code: 'NOT_BEGUN_SMOKE', traffic: 'untouched'});
    expect(process.world.newest(REF)).toBeUndefined();
  });
});

describe('what a smoke test expects', () => {
  const body = JSON.stringify({statusCode: 200, headers: {a: 'b'}, body: '{"total":3,"items":[1,2]}'});
  it.each([
    ['a status', {statusCode: 200}, undefined],
    ['another status', {statusCode: 201}, 'statusCode is 200, expected 201'],
    ['part of an object', {json: {headers: {a: 'b'}}}, undefined],
    ['part of a body that is text', {json: {body: {total: 3}}}, undefined],
    ['a number that differs', {json: {body: {total: 4}}}, 'body.total is 3, expected 4'],
    ['a field that is not there', {json: {body: {sum: 4}}}, 'body.sum is missing, expected 4'],
    ['a shorter list', {json: {body: {items: [1]}}}, 'body.items is [1,2], expected [1]'],
  ])('%s', (_, wanted, told) => {
    expect(smokeFailure(wanted, {payload: body})).toBe(told);
  });

  it('is never a function error', () => {
    const answer = {payload: '{"statusCode":200}', functionError: 'Unhandled'};
    expect(smokeFailure({statusCode: 200}, answer)).toContain('Unhandled');
  });
});

describe('hooks', () => {
  it('run at their moments with the rollout in the environment', async () => {
    const process = aProcess(GOOD);
    await process.run({checks: HOOKS});
    expect(ran(process)).toEqual(['before 5', 'after 5', 'before 50', 'after 50', 'promote 100']);
    expect(process.deps.commands.requests[2]?.environment).toMatchObject({
      ROLLOUT_FUNCTION: 'checkout',
      ROLLOUT_ALIAS: 'live',
      ROLLOUT_STABLE: '6',
      ROLLOUT_CANDIDATE: '7',
      ROLLOUT_STEP: '2',
      ROLLOUT_STEP_COUNT: '2',
    });
  });

  it.each([
    ['before', 'notBegun', []],
    ['after', 'rolledBack', ['7@5', '6']],
    ['promote', 'rolledBack', ['7@5', '7@50', '6']],
  ])('stop the rollout when they fail: %s', async (command, kind, moves) => {
    const process = aProcess(GOOD);
    process.deps.commands.exitCodes.set(command, 1);
    const outcome = await process.run({checks: HOOKS});
    expect(outcome).toMatchObject({kind, cause: {kind: 'hook'}});
    expect(path(process.world)).toEqual(moves);
    expect(toRolloutError(outcome)?.exitCode).toBe(5);
  });

  it('after a rollback change nothing about it when they fail', async () => {
    const process = aProcess(BAD);
    process.deps.commands.exitCodes.set('back', 1);
    const outcome = await process.run({checks: HOOKS});
    expect(outcome).toMatchObject({kind: 'rolledBack', cause: {kind: 'analysis'}});
    expect(process.events.of('warning').map(({code}) => code)).toContain('HOOK_FAILED');
    expect(process.deps.commands.requests.at(-1)?.environment.ROLLOUT_REASON).toContain('evidence');
  });

  it('run in the process that resumes', async () => {
    const process = aProcess(GOOD);
    await process.run({detach: true});
    await resume(process, {checks: HOOKS});
    expect(ran(process)).toEqual(['after 5', 'before 50', 'after 50', 'promote 100']);
  });
});
