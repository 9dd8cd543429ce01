import {describe, expect, it} from 'vitest';
import {parseSteps} from '../../../src/lib/model/rollout/step.js';
import {resumeRollout} from '../../../src/lib/service/rollout/resume.js';
import {type StartOptions, startRollout} from '../../../src/lib/service/rollout/start.js';
import {aProcess, BAD, GOOD, path, REF, TOOK_BACK} from '../../execute/rollout/rollout-world.js';
import {quietCallers} from '../../fakes/a-caller.js';
import {aSession} from '../../fakes/a-session.js';
import {FakeConcurrency} from '../../fakes/fake-concurrency.js';
import {FakeHost} from '../../fakes/fake-host.js';

/** An alias of which nobody knows the traffic keeps its steps. */
const trafficHistory = {readTraffic: async () => []};

const OPTIONS = {steps: parseSteps('50%:3m'), watch: 0, create: false, 'dry-run': false};

/** A rollout of version 7 over version 6, by the service alone: no command, no terminal. */
function start(options: Partial<StartOptions> = {}, {traffic = GOOD, candidate = '7', agrees = true} = {}) {
  const process = aProcess(traffic);
  const session = aSession({
    ...process.deps,
    trafficHistory,
    concurrency: new FakeConcurrency(),
    ...quietCallers(),
    host: new FakeHost({agrees}),
  });
  const {signal} = process.controller;
  const ended = startRollout(session, {ref: REF, candidate}, {...OPTIONS, ...options}, signal);
  return {process, session, ended};
}

describe('starting a rollout', () => {
  it('asks with the plan in sight, and promotes what is no worse', async () => {
    const {process, session, ended} = start();
    const {result} = await ended;
    expect(result).toMatchObject({dryRun: false, plan: {stable: '6', candidate: '7'}});
    expect(session.host.heard.map((each) => each.split(':')[0])).toEqual(['plan', 'ask']);
    expect(path(process.world).at(-1)).toBe('7');
  });

  it('takes back what is worse and ends with the code of that', async () => {
    const {process, ended} = start({}, {traffic: BAD});
    await expect(ended).rejects.toMatchObject({exitCode: 5});
    expect(process.world.newest(REF)).toMatchObject({stable: '6', description: expect.stringMatching(TOOK_BACK)});
  });

  it.each([
    ['a dry run', {'dry-run': true}, {}],
    ['a no', {}, {agrees: false}],
    ['a version that serves already', {}, {candidate: '6'}],
  ])('writes nothing: %s', async (_name, options, world) => {
    const {process, ended} = start(options, world);
    await ended.catch(() => undefined);
    expect(process.gate.calls).not.toContain('updateAlias');
    expect(path(process.world)).toEqual([]);
  });
});

describe('going on with a rollout', () => {
  it('needs one in the alias', async () => {
    const process = aProcess();
    const options = {'accept-settings': false, 'dry-run': false};
    const ended = resumeRollout(
      aSession({...process.deps, trafficHistory, concurrency: new FakeConcurrency(), ...quietCallers()}),
      REF,
      options,
      process.controller.signal,
    );
    await expect(ended).rejects.toMatchObject({code: 'NO_ROLLOUT', exitCode: 3});
  });

  it('takes steps and watch from the alias', async () => {
    const process = aProcess();
    await startRollout(
      aSession({...process.deps, trafficHistory, concurrency: new FakeConcurrency(), ...quietCallers()}),
      {ref: REF, candidate: '7'},
      {...OPTIONS, detach: true},
      process.controller.signal,
    );
    const session = aSession({...process.deps, trafficHistory, concurrency: new FakeConcurrency(), ...quietCallers()});
    const options = {'accept-settings': false, 'dry-run': false};
    const {result} = await resumeRollout(session, REF, options, process.controller.signal);
    expect(result.plan.steps).toEqual([{weightPercent: 50, bakeMs: 180_000}]);
    expect(process.world.newest(REF)).toMatchObject({stable: '7'});
  });
});
