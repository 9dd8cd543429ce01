import {describe, expect, it} from 'vitest';
import {readinessFindings} from '../../../src/lib/plan/doctor/readiness.js';
import {publishRefusals} from '../../../src/lib/plan/publish/refusals.js';
import type {FunctionConfiguration} from '../../../src/lib/ports/lambda/functions.js';
import {aFunction} from '../../fakes/a-function.js';

const REF = {functionName: 'checkout', alias: 'live'};
const SPEC = {
  functionName: 'checkout',
  package: {contentDigest: 'c'.repeat(43), codeSha256: 'sha', zippedBytes: 1, unzippedBytes: 1},
  configuration: {},
  create: false,
  versionDescription: '',
};

describe.each<[string, Partial<FunctionConfiguration>, string]>([
  ['is at rest', {}, 'ok'],
  ['is being created', {state: 'Pending'}, 'warning'],
  ['is being changed', {lastUpdateStatus: 'InProgress'}, 'warning'],
  ['sleeps', {state: 'Inactive'}, 'ok'],
  ['has failed', {state: 'Failed'}, 'stop'],
  ['is an image', {packageType: 'Image'}, 'stop'],
])('a function that %s', (_, overrides, level) => {
  const latest = aFunction(overrides);
  const alias = {...REF, aliasArn: 'arn', stable: '6', description: '', revisionId: 'rev'};
  const rollout = {
    ...{ref: REF, functionExists: true, alias, standing: {kind: 'idle'} as const},
    versions: new Map([['6', aFunction({version: '6'})]]),
  };
  const findings = readinessFindings({rollout, latest, hasSteps: true}, {packageType: 'Zip'});

  it(`is told as ${level}`, () => {
    expect(findings.map((finding) => finding.level)).toEqual([level]);
  });

  it('stops a release exactly when publishing refuses it', () => {
    const stops = findings.filter((finding) => finding.level === 'stop').map(({code}) => code);
    expect(stops).toEqual(publishRefusals(SPEC, {functionName: REF.functionName, latest}).map(({code}) => code));
  });
});

it('the permission of an API that is told of is not told again; that of another one is', () => {
  const bypassOf = (apiId: string) => ({
    ...{kind: 'permission' as const, principal: 'apigateway.amazonaws.com', statementId: apiId},
    sourceArn: `arn:aws:execute-api:eu-west-1:123456789012:${apiId}/*/*/*`,
  });
  const rollout = {ref: REF, functionExists: true, standing: {kind: 'idle'} as const, versions: new Map()};
  const observed = {rollout, latest: aFunction(), hasSteps: true, bypasses: [bypassOf('one'), bypassOf('two')]};
  const told = readinessFindings(observed, {toldApis: new Set(['one'])}).filter(({code}) => code === 'ALIAS_BYPASSED');
  expect(told.map(({message}) => message)).toEqual([expect.stringContaining(':two/')]);
});
