import {describe, expect, it} from 'vitest';
import {AwsError} from '../../../src/lib/errors.js';
import {moveApi} from '../../../src/lib/execute/triggers/move-api.js';
import type {ServedApi} from '../../../src/lib/model/trigger/served-api.js';
import {apiSteps} from '../../../src/lib/plan/triggers/api-steps.js';
import type {ApisPort} from '../../../src/lib/ports/triggers/apis.js';
import {noCallers} from '../../fakes/no-callers.js';

const REF = {functionName: 'checkout', alias: 'live'};
const FUNCTION_ARN = 'arn:aws:lambda:eu-west-1:123456789012:function:checkout';
const TARGET = {functionArn: FUNCTION_ARN, alias: 'live'};
const DOWN = new AwsError('Down.', {code: 'AWS_ERROR', suggestions: []});

type Fault = 'fails' | 'is lost';

/** One API that keeps what it is told; `faults` by the number of the call. */
function world(api: ServedApi, faults: Readonly<Record<number, Fault>> = {}) {
  let now: ServedApi | undefined = api;
  const calls: string[] = [];
  const answer = async <Answer>(name: string, carryOut: () => Answer): Promise<Answer> => {
    calls.push(name);
    const fault = faults[calls.length];
    if (fault === 'fails') throw DOWN;
    const answered = carryOut();
    if (fault === 'is lost') throw DOWN;
    return answered;
  };
  const change = (stages: ServedApi['stages']) => {
    now = {...api, stages};
  };
  const apis: ApisPort = {
    ...noCallers.apis,
    readServedApi: () => answer('read', () => now),
    setStageVariable: ({stage, variables}, variable, value) =>
      answer('write', () =>
        change(
          api.stages.map((each) =>
            each.name === stage ? {...each, variables: {...variables, [variable]: value}} : each,
          ),
        ),
      ),
    setIntegrationUri: ({integrationId}, uri) =>
      answer('write', () =>
        change(
          api.stages.map((each) => ({
            ...each,
            served: {calls: [{uri, integrationId, routes: ['GET/']}], otherVariables: []},
          })),
        ),
      ),
  };
  const replace = (other: ServedApi | undefined) => {
    now = other;
  };
  return {apis, calls, replace, now: () => now};
}

function served(kind: 'REST' | 'HTTP', variables: Record<string, string> = {}): ServedApi {
  const uri = kind === 'REST' ? FUNCTION_ARN.replace(/checkout$/, `\${stageVariables.function}`) : FUNCTION_ARN;
  const calls = [{uri, routes: ['GET/'], ...(kind === 'HTTP' && {integrationId: 'i1'})}];
  const stage = {name: 'prod', variables: {other: 'kept', ...variables}, served: {calls, otherVariables: []}};
  const stages = [kind === 'HTTP' ? {...stage, deploysItself: true as const} : stage];
  return {apiId: 'a1b2c3', name: 'orders', kind, stages};
}

describe.each([
  ['a variable of a stage', served('REST', {function: 'checkout'})],
  ['an integration', served('HTTP')],
])('%s', (_, api) => {
  const [step] = apiSteps(api, TARGET);
  if (!step) throw new Error('Nothing to move.');
  const move = ({apis}: {apis: ApisPort}, signal = new AbortController().signal) =>
    moveApi({callers: {apis}}, {ref: REF, functionArn: FUNCTION_ARN}, step, signal);
  const isThere = (found: ServedApi | undefined) =>
    JSON.stringify(found).includes(`"${step.to}"`) && JSON.stringify(found).includes('"kept"');

  it('is moved once, and not again', async () => {
    const there = world(api);
    expect(await move(there)).toBe(true);
    expect(isThere(there.now())).toBe(true);
    expect(await move(there)).toBe(false);
    expect(there.calls).toEqual(['read', 'write', 'read']);
  });

  it('is not written where it cannot be read before', async () => {
    for (const fault of ['fails', 'is lost'] as const) {
      const there = world(api, {1: fault});
      await expect(move(there)).rejects.toBe(DOWN);
      expect(there.calls).toEqual(['read']);
    }
  });

  it('stays where the write fails, and is moved where only its answer is lost', async () => {
    const failing = world(api, {2: 'fails'});
    await expect(move(failing)).rejects.toBe(DOWN);
    expect(isThere(failing.now())).toBe(false);
    const lost = world(api, {2: 'is lost'});
    expect(await move(lost)).toBe(true);
    expect(isThere(lost.now())).toBe(true);
  });

  it('is not taken for moved where nobody can tell', async () => {
    await expect(move(world(api, {2: 'is lost', 3: 'fails'}))).rejects.toBe(DOWN);
  });

  it('is not written where somebody changed the API since the plan, or took it away', async () => {
    const [stage] = api.stages;
    const withCanary = {...api, stages: [{...stage, canary: {percent: 5, overrides: {}}, deploysItself: undefined}]};
    for (const other of [undefined, withCanary as unknown as ServedApi]) {
      const there = world(api);
      there.replace(other);
      await expect(move(there)).rejects.toMatchObject({code: 'TRIGGER_CHANGED', exitCode: 3});
      expect(there.calls).toEqual(['read']);
    }
  });

  it('is not read again by who was told to stop', async () => {
    const stop = new AbortController();
    const there = world(api, {2: 'fails'});
    const apis = {...there.apis};
    for (const write of ['setStageVariable', 'setIntegrationUri'] as const) {
      apis[write] = async () => {
        stop.abort();
        throw DOWN;
      };
    }
    await expect(move({apis}, stop.signal)).rejects.toBe(DOWN);
    expect(there.calls).toEqual(['read']);
  });
});
