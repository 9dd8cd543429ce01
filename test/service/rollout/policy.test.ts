import {describe, expect, it} from 'vitest';
import type {ReleaseFile} from '../../../src/lib/config/release-file.js';
import {parseSteps} from '../../../src/lib/model/rollout/step.js';
import {aliasOf, type RolloutOptions, toRolloutPolicy} from '../../../src/lib/service/rollout/policy.js';

const FILE: ReleaseFile = {
  path: '/project/release.yml',
  functions: new Map(),
  rollout: {
    alias: 'prod',
    steps: parseSteps('20%:4m'),
    watchMs: 60_000,
    analysis: {alpha: 0.05, alarms: ['checkout-errors'], tolerate: {ratio: 2}},
  },
};

describe('how to roll out', () => {
  it.each<[string, RolloutOptions, object]>([
    ['by the file where no option is given', {}, {steps: FILE.rollout.steps, watchMs: 60_000, detach: false}],
    ['by the option where there is one', {steps: [], watch: 0}, {steps: [], watchMs: 0}],
    ['by the default where neither says anything', {}, {onInterrupt: 'abort', promoteEarly: false}],
  ])('%s', (_name, options, expected) => {
    expect(toRolloutPolicy(options, FILE)).toMatchObject(expected);
  });

  it('keeps the half of a setting that only the file says', () => {
    const {settings} = toRolloutPolicy({'tolerate-plus': 1, alpha: 2}, FILE);
    expect(settings).toMatchObject({alpha: 0.02, tolerate: {ratio: 2, plus: 0.01}, alarms: ['checkout-errors']});
  });

  it('is leased by a role, for five minutes that are required unless the file says otherwise', () => {
    const role = 'arn:aws:iam::123456789012:role/lease';
    expect(toRolloutPolicy({lease: role}, FILE).lease).toEqual({role, lengthMs: 300_000, required: true});
    const lease = {role, lengthMs: 1_800_000, required: false};
    expect(toRolloutPolicy({detach: true}, {...FILE, rollout: {...FILE.rollout, lease}}).lease).toEqual(lease);
    expect(toRolloutPolicy({}, FILE)).not.toHaveProperty('lease');
  });

  it('keeps as many environments ready as an option says, none by 0, else as the file says, else as stable has', () => {
    const file = {...FILE, rollout: {...FILE.rollout, provisioned: 5}};
    expect(toRolloutPolicy({}, file).provisioned).toBe(5);
    expect(toRolloutPolicy({provisioned: 0}, file).provisioned).toBe(0);
    expect(toRolloutPolicy({}, FILE)).not.toHaveProperty('provisioned');
  });

  it('watches an alarm that is named twice once', () => {
    expect(toRolloutPolicy({alarm: ['red', 'red']}, undefined).settings.alarms).toEqual(['red']);
  });

  it.each([
    ['ALPHA_OUT_OF_BOUNDS', {alpha: 21}],
    ['ALPHA_OUT_OF_BOUNDS', {alpha: 0}],
    ['RATIO_OUT_OF_BOUNDS', {'tolerate-ratio': '0.5'}],
    ['RATIO_OUT_OF_BOUNDS', {'tolerate-ratio': 'twice'}],
    ['LEASE_ROLE_INVALID', {lease: 'lambda-release-lease'}],
    ['LEASE_LENGTH_MISSING', {lease: 'arn:aws:iam::123456789012:role/lease', detach: true}],
  ])('refuses with %s: %o', (code, options) => {
    expect(() => toRolloutPolicy(options, undefined)).toThrow(expect.objectContaining({code, exitCode: 2}));
  });
});

it('an alias is the one that was named, else the one of the file, else live', () => {
  expect([aliasOf('beta', FILE), aliasOf(undefined, FILE), aliasOf(undefined, undefined)]).toEqual([
    'beta',
    'prod',
    'live',
  ]);
});
