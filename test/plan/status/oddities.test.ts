import {describe, expect, it} from 'vitest';
import type {ObservedFunctionStatus} from '../../../src/lib/observe/status/status.js';
import {findOddities} from '../../../src/lib/plan/status/oddities.js';
import {aFunction} from '../../fakes/a-function.js';

const ALIAS = {
  ...{functionName: 'checkout', alias: 'live', aliasArn: 'arn', stable: '7', description: 'callers', revisionId: 'r'},
};

function oddities(overrides: Partial<ObservedFunctionStatus>) {
  return findOddities({
    functionName: 'checkout',
    latest: aFunction(),
    aliases: [ALIAS],
    served: new Map([['7', aFunction({version: '7'})]]),
    provisioned: [],
    idle: [],
    eventSources: [],
    ...overrides,
  });
}

const source = {uuid: 'u-1', functionName: 'checkout', sourceArn: 'arn:aws:sqs:queue', isEnabled: true};

describe('findOddities', () => {
  it('finds nothing odd about a function at rest', () => {
    const throughAlias = {...source, qualifier: 'live'};
    expect(oddities({eventSources: [throughAlias, {...source, isEnabled: false}]})).toEqual([]);
  });

  it.each<[string, Partial<ObservedFunctionStatus>]>([
    ['STOPPED', {latest: aFunction({reservedConcurrency: 0})}],
    ['FUNCTION_FAILED', {latest: aFunction({state: 'Failed', stateReason: 'no role'})}],
    ['UPDATE_FAILED', {latest: aFunction({lastUpdateStatus: 'Failed', lastUpdateReason: 'no subnet'})}],
    ['ALIAS_ON_LATEST', {aliases: [{...ALIAS, stable: '$LATEST'}]}],
    ['WEIGHTS_WITHOUT_OWNER', {aliases: [{...ALIAS, candidate: {version: '8', weightPercent: 5}}]}],
    ['ROLLOUT_BROKEN', {aliases: [{...ALIAS, description: '[lr1 k3x9qa 1/1 6>7 5:5m hsk2a w10m 00000000]'}]}],
    ['VERSION_NOT_ACTIVE', {served: new Map([['7', aFunction({version: '7', state: 'Inactive'})]])}],
    ['PROVISIONED_FAILED', {provisioned: [{qualifier: 'live', requested: 5, allocated: 0, status: 'FAILED'}]}],
    [
      'PROVISIONED_IDLE',
      {
        provisioned: [{qualifier: '3', requested: 5, allocated: 5, status: 'READY'}],
        idle: [aFunction({version: '3'})],
      },
    ],
    ['TRIGGER_ON_FUNCTION', {eventSources: [source]}],
    ['TRIGGER_ON_VERSION', {eventSources: [{...source, qualifier: '3'}]}],
  ])('finds %s, and says what can be done', (code, overrides) => {
    const found = oddities(overrides);
    expect(found).toMatchObject([{code}]);
    expect(found[0]?.message).toContain('checkout');
    expect(found[0]?.wayOut).not.toBe('');
  });
});
