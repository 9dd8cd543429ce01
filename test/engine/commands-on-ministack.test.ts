import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {AT_FIRST, EngineStage} from './engine-stage.js';
import {MINISTACK_PYTHON} from './ministack.js';

const STEPS = ['--steps', '10%:2m, 50%:2m', '--watch', '2m', '--yes'];
/** No execution gets past it before a person has acted. */
const LONG = ['--steps', '10%:12h', '--watch', '2m', '--yes'];
const ENGINE = ['--engine', 'step-functions'];

describe.skipIf(!MINISTACK_PYTHON).concurrent('rollout start --engine step-functions', {timeout: 600_000}, () => {
  let stage: EngineStage;
  beforeAll(async () => {
    stage = await EngineStage.open(MINISTACK_PYTHON ?? '');
    await stage.write('engine.yml', 'rollout: {engine: step-functions}\n');
    await stage.write('hooks.yml', 'rollout: {engine: step-functions, hooks: {beforePromote: "true"}}\n');
  });
  afterAll(() => stage?.close());

  /** The execution that a result names. */
  const executionOf = (stdout: string): string => JSON.parse(stdout).result.rollout.execution;

  it('makes the first move and follows the execution until it has promoted the version', async () => {
    const alias = await stage.alias({});
    const told = await stage.cli('rollout', 'start', `checkout:${alias}`, '2', ...STEPS, ...ENGINE, '--json');
    expect(told, told.stderr).toMatchObject({exitCode: 0});
    expect(told.stderr).toContain('Step Functions drives it from here on');
    expect(await stage.ended(executionOf(told.stdout))).toEqual({outcome: 'Promoted', cause: '', errors: []});
    stage.quiet(alias);
    expect(await stage.serves(alias)).toEqual({traffic: '2', description: '[2 was 1]'});
  });

  it('ends with 5 when the execution takes a bad version back', async () => {
    const alias = await stage.alias({2: {errorRate: 0.5}});
    const told = await stage.cli('rollout', 'start', `checkout:${alias}`, '2', ...STEPS, ...ENGINE);
    expect(told, told.stderr).toMatchObject({exitCode: 5});
    expect(await stage.serves(alias)).toMatchObject({traffic: '1'});
  });

  it('ends alone at Ctrl-C: the execution goes on', async () => {
    const alias = await stage.alias();
    const start = stage.running('rollout', 'start', `checkout:${alias}`, '2', ...LONG, ...ENGINE);
    await start.said('Step Functions drives it from here on');
    start.interrupt();
    const told = await start.ended;
    expect(told, told.stderr).toMatchObject({exitCode: 130});
    expect(told.stderr).toContain('The rollout goes on');
    const execution = /arn:aws:states:\S+/.exec(told.stderr)?.[0] ?? '';
    expect(await stage.cli('rollout', 'promote', `checkout:${alias}`, '--full', '--yes')).toMatchObject({exitCode: 0});
    expect(await stage.ended(execution)).toMatchObject({outcome: 'Promoted'});
  });

  it('is asked for in the release file, detached, and shown by rollout status', async () => {
    const alias = await stage.alias();
    const file = ['--config', 'engine.yml'];
    const told = await stage.cli('rollout', 'start', `checkout:${alias}`, '2', ...LONG, ...file, '--detach', '--json');
    expect(told, told.stderr).toMatchObject({exitCode: 0});
    const arn = executionOf(told.stdout);
    const status = JSON.parse((await stage.cli('rollout', 'status', `checkout:${alias}`, '--json')).stdout);
    expect(status.result.execution).toEqual({arn, isRunning: true});
    const text = await stage.cli('rollout', 'status', `checkout:${alias}`);
    expect(text.stdout).toContain(
      `https://us-east-1.console.aws.amazon.com/states/home?region=us-east-1#/v2/executions/details/${arn}`,
    );
    expect(await stage.cli('rollout', 'abort', `checkout:${alias}`)).toMatchObject({exitCode: 0});
    expect(await stage.ended(arn)).toMatchObject({outcome: 'TakenBack'});
  });

  it('is followed by rollout watch from anywhere, which says when its execution was stopped', async () => {
    const alias = await stage.alias();
    const told = await stage.cli(
      'rollout',
      'start',
      `checkout:${alias}`,
      '2',
      ...LONG,
      ...ENGINE,
      '--detach',
      '--json',
    );
    const arn = executionOf(told.stdout);
    await stage.stop(arn);
    const watch = stage.running('rollout', 'watch', `checkout:${alias}`);
    await watch.said('its execution has ended (ABORTED)');
    watch.interrupt();
    expect((await watch.ended).stderr).toContain('its execution has ended (ABORTED)');
    expect(await stage.serves(alias)).toMatchObject({traffic: AT_FIRST});
  });

  it('is refused with hooks, before anything moves', async () => {
    const alias = await stage.alias();
    const told = await stage.cli(
      'rollout',
      'start',
      `checkout:${alias}`,
      '2',
      ...STEPS,
      '--config',
      'hooks.yml',
      '--json',
    );
    expect(told).toMatchObject({exitCode: 3});
    expect(JSON.parse(told.stdout).error).toMatchObject({code: 'ENGINE_HOOKS', details: {hooks: ['beforePromote']}});
    expect(await stage.serves(alias)).toEqual({traffic: '1', description: ''});
  });
});
