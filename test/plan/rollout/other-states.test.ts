import {describe, expect, it} from 'vitest';
import {tickOnce} from '../../../src/lib/execute/rollout/once.js';
import {toOnceError} from '../../../src/lib/execute/rollout/once-error.js';
import {splitDescription} from '../../../src/lib/model/alias/description.js';
import type {AliasState} from '../../../src/lib/model/alias/state.js';
import {
  afterMove,
  isBesideStable,
  movedBack,
  type RolloutMarker,
  weightsOf,
} from '../../../src/lib/model/rollout/marker.js';
import {markerTarget} from '../../../src/lib/model/rollout/marker-target.js';
import {rolloutStanding} from '../../../src/lib/model/rollout/standing.js';
import {parseSteps} from '../../../src/lib/model/rollout/step.js';
import {planAbort} from '../../../src/lib/plan/rollout/abort.js';
import {planHold} from '../../../src/lib/plan/rollout/hold.js';
import {planResume} from '../../../src/lib/plan/rollout/resume.js';
import {resumePlanText} from '../../../src/lib/report/result/rollout/rollout-plan-text.js';
import {standingText} from '../../../src/lib/report/result/status/status-text.js';
import {aProcess, aSpec, aWorld, observed, REF, START_MS} from '../../execute/rollout/rollout-world.js';

const MINUTE_MS = 60_000;
const {steps: _steps, watchMs: _watchMs, candidate: _candidate, ...POLICY} = aSpec();
const RESUME = {...POLICY, runner: 'heir', acceptSettings: true};

/** An alias as an `AliasTarget` leaves it. */
function left(target: Omit<AliasState, 'aliasArn' | 'revisionId' | 'functionName' | 'alias'>): AliasState {
  return aWorld().put({...REF, ...target}, START_MS);
}

describe('a hold while the candidate is compared beside stable again', () => {
  const watched: RolloutMarker = {
    rolloutId: 'k3x9a0',
    stable: '6',
    candidate: '7',
    steps: parseSteps('5%:5m, 50%:5m'),
    movedMs: [0, 5, 10].map((minute) => START_MS - (START_MS % MINUTE_MS) + minute * MINUTE_MS),
    watchMs: 600_000,
    settingsDigest: '1a2b3c4d',
    held: false,
  };
  const back = movedBack(watched, (watched.movedMs[2] ?? 0) + 4 * MINUTE_MS);
  const beside = left(markerTarget('Checkout', back));
  const planned = planHold({ref: REF, alias: beside, standing: rolloutStanding(beside)});
  const held = left(planned.ok ? planned.plan.target : {stable: '', description: ''});

  it('leaves it there, with half of the traffic, and says so', () => {
    const {marker} = splitDescription(held.description);
    expect(marker).toMatchObject({held: true, backAt: 3});
    expect(marker && [isBesideStable(marker), weightsOf(marker).at(-1)]).toEqual([true, 50]);
    expect(rolloutStanding(held).kind).toBe('running');
    expect(standingText(rolloutStanding(held), START_MS)).toMatch(
      /compared beside stable again.*held|held.*compared beside stable again/,
    );
  });

  it('is gone on with from there, and goes back to where the candidate was', () => {
    const resumed = planResume(RESUME, observed(held));
    expect(resumed).toMatchObject({ok: true, plan: {weights: [100], resumed: {held: false, backAt: 3}}});
    if (resumed.ok) expect(resumePlanText('checkout:live', resumed.plan)).toContain('compared beside stable again');
    expect(weightsOf(afterMove(back, START_MS)).at(-1)).toBe(100);
  });
});

it('beside the canary of a stage it is gone on with, and warned of: refused, it would be judged by nobody', () => {
  const marker: RolloutMarker = {
    ...{rolloutId: 'k3x9a0', stable: '6', candidate: '7', steps: parseSteps('5%:5m, 50%:5m')},
    ...{movedMs: [START_MS - (START_MS % MINUTE_MS)], watchMs: 600_000, settingsDigest: '1a2b3c4d', held: false},
  };
  const route = {
    ...{api: {apiId: 'a1b2c3', name: 'orders', kind: 'REST' as const}, stage: 'prod', qualifier: REF.alias},
    ...{integration: {uri: '', place: {integrationId: 'i1'}}, canaryPercent: 10},
  };
  const apis = {routes: [route], unread: [{apiId: 'd4e5f6', isDenied: true, why: 'Denied.'}]};
  const planned = planResume(RESUME, {...observed(left(markerTarget('Checkout', marker))), apis});
  if (!planned.ok) throw new Error('Refused.');
  expect(planned.plan.warnings).toEqual(
    expect.arrayContaining([
      expect.objectContaining({code: 'API_CANARY_ON', message: expect.stringContaining('op=remove,path=/canary')}),
      expect.objectContaining({code: 'API_UNREAD'}),
    ]),
  );
});

describe('a rollout whose marker is of another version of lambda-release', () => {
  const NEWER = 'Checkout [lr2 k3x9a0 2/3 6>7 whatever comes]';
  const alias = left({stable: '6', candidate: {version: '7', weightPercent: 25}, description: NEWER});
  const standing = rolloutStanding(alias);

  it.each([
    ['hold', planHold({ref: REF, alias, standing})],
    ['resume', planResume(RESUME, observed(alias))],
  ])('is not said to be interfered with: %s', (_name, planned) => {
    expect(planned).toMatchObject({
      ok: false,
      refusals: [
        {
          message: expect.stringMatching(/of another version of lambda-release: .* \[lr2 k3x9a0/),
          suggestions: [
            expect.stringContaining('Use the version'),
            'Or give version 6 all traffic: lambda-release shift checkout:live 6',
            'Or give version 7 all traffic: lambda-release shift checkout:live 7',
          ],
        },
      ],
    });
  });

  it('is left alone by a tick, with the same words', async () => {
    const process = aProcess();
    process.world.put(alias, START_MS);
    const {signal} = process.controller;
    const once = await tickOnce(process.deps, {...RESUME, ref: REF}, signal);
    expect(toOnceError(REF, once, signal)).toMatchObject({
      exitCode: 6,
      message: expect.stringContaining('of another version of lambda-release'),
    });
    expect(process.gate.calls).not.toContain('writeAlias');
  });

  it('can be aborted while there are weights: stable is what is primary', () => {
    const plan = planAbort({ref: REF, alias, standing});
    expect(plan).toMatchObject({ok: true, plan: {target: {stable: '6', description: 'Checkout'}}});
  });
});

it('weights of others may be those of CodeDeploy, and how to see that is told', () => {
  const alias = left({stable: '6', candidate: {version: '7', weightPercent: 10}, description: ''});
  expect(planHold({ref: REF, alias, standing: rolloutStanding(alias)})).toMatchObject({
    ok: false,
    refusals: [
      {
        code: 'FOREIGN_WEIGHTS',
        message: expect.stringContaining('CodeDeploy'),
        suggestions: expect.arrayContaining([expect.stringContaining('aws deploy list-deployments')]),
      },
    ],
  });
});
