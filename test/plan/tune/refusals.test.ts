import {describe, expect, it} from 'vitest';
import {copyDescription, copyName} from '../../../src/lib/model/tune/copy.js';
import {copyToCreate, planTune} from '../../../src/lib/plan/tune/plan.js';
import {tuneRefusals} from '../../../src/lib/plan/tune/refusals.js';
import type {FunctionConfiguration} from '../../../src/lib/ports/lambda/functions.js';
import {aFunction} from '../../fakes/a-function.js';

const SPEC = {memoryMb: [128, 512], calls: 50, parallel: 5};

function refused(version: Partial<FunctionConfiguration>, there?: FunctionConfiguration) {
  return tuneRefusals(planTune(aFunction({version: '7', ...version}), SPEC), there).map(({code}) => code);
}

describe('tuneRefusals', () => {
  it.each<[string, Partial<FunctionConfiguration>]>([
    ['DURABLE_FUNCTION', {isDurable: true}],
    ['TENANT_ISOLATED', {tenantIsolation: 'PER_TENANT'}],
    ['CAPACITY_PROVIDER', {capacityProviderArn: 'arn:aws:lambda:eu-west-1:123456789012:capacity-provider:large'}],
    ['ENVIRONMENT_UNREADABLE', {environmentUnreadable: 'AccessDeniedException'}],
    ['CODE_NOT_COPIED', {zippedBytes: 52_428_800}],
    ['CODE_NOT_COPIED', {codeInS3: 's3://bucket/key'}],
    ['CODE_NOT_COPIED', {packageType: 'Image'}],
  ])('%s for %j', (code, version) => {
    expect(refused(version)).toEqual([code]);
  });

  it('none for zips and images', () => {
    expect(refused({})).toEqual([]);
    expect(refused({packageType: 'Image', zippedBytes: 0, imageUri: 'r@sha256:0'})).toEqual([]);
  });

  it('tells the copy of another run from a function of that name', () => {
    const name = copyName('checkout');
    const copy = aFunction({functionName: name, description: copyDescription('checkout', 'abc')});
    expect(refused({}, copy)).toEqual(['TUNE_UNDER_WAY']);
    expect(refused({}, {...copy, description: 'orders'})).toEqual(['COPY_NAME_TAKEN']);
    expect(refused({}, {...copy, description: copyDescription('check', 'abc')})).toEqual(['COPY_NAME_TAKEN']);
  });
});

describe('planTune', () => {
  it('says the most that calls can be and cost', () => {
    const plan = planTune(aFunction({version: '7', timeoutSeconds: 10, architecture: 'x86_64'}), SPEC);
    expect(plan.mostCalls).toBe(120);
    const gbSeconds = 60 * 10 * (128 / 1024) + 60 * 10 * (512 / 1024);
    expect(plan.mostUsd).toBeCloseTo(gbSeconds * 0.0000166667 + (120 / 1e6) * 0.2, 9);
  });

  it('copies what decides how fast it answers, into the log of the version', () => {
    const vpc = {subnetIds: ['subnet-1'], securityGroupIds: ['sg-1'], ipv6: false};
    const version = aFunction({
      ...{version: '7', environment: {TOKEN: 'x'}, layers: ['layer:1'], vpc, kmsKeyArn: 'key', takesSnapshots: true},
      ...{logging: {format: 'JSON', systemLevel: 'WARN', applicationLevel: 'ERROR'}, deadLetterTargetArn: 'queue'},
    });
    expect(copyToCreate(planTune(version, SPEC), 'copy', {kind: 'inline', zip: new Uint8Array()})).toMatchObject({
      ...{functionName: 'lambda-release-tune-checkout', memoryMb: 128, environment: {TOKEN: 'x'}, layers: ['layer:1']},
      ...{vpc, kmsKeyArn: 'key', role: version.role, timeoutSeconds: 3},
      logging: {format: 'JSON', systemLevel: 'INFO', applicationLevel: 'ERROR', logGroup: '/aws/lambda/checkout'},
    });
  });
});

it('the longest name of a function leaves room for that of its copy', () => {
  expect(copyName('f'.repeat(64))).toHaveLength(64);
});
