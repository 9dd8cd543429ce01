import {describe, expect, test} from 'vitest';
import {LambdaAliases} from '../../../src/lib/aws/lambda/aliases.js';
import {lambdaError, stubAws} from '../stub-aws.js';

const REF = {functionName: 'checkout', alias: 'live'};
const ALIAS_PATH = '/2015-03-31/functions/checkout/aliases';
const ALIAS = {
  AliasArn: 'arn:aws:lambda:eu-west-1:123456789012:function:checkout:live',
  Name: 'live',
  FunctionVersion: '7',
  Description: 'live traffic',
  RevisionId: 'rev-1',
};
const WRITE = {...REF, stable: '7', description: 'live traffic', revisionId: 'rev-1'};

async function stubAliases(...[answer, options]: Parameters<typeof stubAws>) {
  const {clients, requests} = await stubAws(answer, options);
  return {aliases: new LambdaAliases(clients), requests};
}

describe('aliases', () => {
  test('one without weights has no candidate', async () => {
    const {aliases} = await stubAliases(() => ({status: 200, body: ALIAS}));
    expect(await aliases.getAlias(REF)).toEqual({
      ...REF,
      aliasArn: ALIAS.AliasArn,
      stable: '7',
      description: 'live traffic',
      revisionId: 'rev-1',
    });
  });

  test('a weight comes back in percent, although it is a double on the wire', async () => {
    const routing = {AdditionalVersionWeights: {'8': 0.30000000000000004}};
    const {aliases} = await stubAliases(() => ({status: 200, body: {...ALIAS, RoutingConfig: routing}}));
    expect(await aliases.getAlias(REF)).toMatchObject({candidate: {version: '8', weightPercent: 30}});
  });

  test('a write states version, description, weights and revision', async () => {
    const {aliases, requests} = await stubAliases(() => ({status: 200, body: ALIAS}));
    await aliases.writeAlias({...WRITE, candidate: {version: '8', weightPercent: 7}});
    expect(requests[0]).toMatchObject({method: 'PUT', path: `${ALIAS_PATH}/live`});
    expect(requests[0]?.body.toString()).toContain('{"8":0.07}');
    expect(JSON.parse(requests[0]?.body.toString() ?? '')).toEqual({
      FunctionVersion: '7',
      Description: 'live traffic',
      RoutingConfig: {AdditionalVersionWeights: {'8': 0.07}},
      RevisionId: 'rev-1',
    });
  });

  test('without a candidate it clears the weights instead of leaving them', async () => {
    const {aliases, requests} = await stubAliases(() => ({status: 200, body: ALIAS}));
    await aliases.writeAlias({...WRITE, description: ''});
    expect(JSON.parse(requests[0]?.body.toString() ?? '')).toEqual({
      FunctionVersion: '7',
      Description: '',
      RoutingConfig: {AdditionalVersionWeights: {}},
      RevisionId: 'rev-1',
    });
  });

  test('a write whose answer is lost is sent once: who wrote looks at the alias before it sends it again', async () => {
    const {aliases, requests} = await stubAliases(() => undefined);
    const create = {functionName: 'checkout', alias: 'live', version: '7', description: ''};
    for (const write of [() => aliases.writeAlias(WRITE), () => aliases.createAlias(create)]) {
      await expect(write()).rejects.toMatchObject({code: 'NETWORK', uncertain: true, traffic: 'unknown'});
    }
    expect(requests).toHaveLength(2);
  });

  test('one that is not there is no error, a function that is not there is one', async () => {
    const {aliases} = await stubAliases((_request, count) =>
      lambdaError(
        404,
        'ResourceNotFoundException',
        count === 1 ? 'Cannot find alias arn: arn:x' : 'Function not found: arn:x',
      ),
    );
    expect(await aliases.getAlias(REF)).toBeUndefined();
    await expect(aliases.getAlias(REF)).rejects.toMatchObject({code: 'FUNCTION_NOT_FOUND'});
  });

  test('are listed over all pages', async () => {
    const {aliases} = await stubAliases((request) =>
      request.query.get('Marker') === 'more'
        ? {status: 200, body: {Aliases: [{...ALIAS, Name: 'next'}]}}
        : {status: 200, body: {Aliases: [ALIAS], NextMarker: 'more'}},
    );
    expect((await aliases.listAliases('checkout')).map(({alias}) => alias)).toEqual(['live', 'next']);
  });

  test('one that exists is not created again', async () => {
    const {aliases} = await stubAliases(() =>
      lambdaError(409, 'ResourceConflictException', 'Alias already exists: arn:x'),
    );
    const creating = aliases.createAlias({...REF, version: '7', description: ''});
    await expect(creating).rejects.toMatchObject({code: 'ALIAS_EXISTS'});
  });
});
