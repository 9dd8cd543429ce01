import {expect, it} from 'vitest';
import {UsageError} from '../../../src/lib/errors.js';
import {type PlaceOptions, placeOf} from '../../../src/lib/service/environment/place-of.js';

const PRODUCTION = {name: 'production', account: '222222222222', profile: 'production', regions: ['eu-west-1']};
const KNOWN = {file: 'release.yml', environments: ['staging', 'production'], functionNames: new Map<string, string>()};

function ask(options: PlaceOptions, place: object | undefined, question: {isOnCall?: boolean; has?: boolean} = {}) {
  const {isOnCall = false, has = true} = question;
  const glance = {...KNOWN, ...(place && {place: {...PRODUCTION, ...place}})};
  return placeOf({options, glanced: {glance}, isOnCall, hasProfile: async () => has});
}

const NAMED = {environment: 'production'};

it.each([
  ['the environment says it', NAMED, {region: 'eu-west-1', profile: 'production'}],
  [
    'a region that was named goes before it',
    {...NAMED, region: 'us-east-1'},
    {region: 'us-east-1', profile: 'production'},
  ],
  ['a profile that was named goes before it', {...NAMED, profile: 'mine'}, {region: 'eu-west-1', profile: 'mine'}],
])('%s', async (_what, options, expected) => {
  expect(await ask(options, {})).toMatchObject(expected);
});

it('what neither says is left to the AWS SDK', async () => {
  const place = await ask(NAMED, {account: undefined, profile: undefined, regions: []});
  expect([place.region, place.profile, place.role]).toEqual([undefined, undefined, undefined]);
});

it('of several regions one has to be named', async () => {
  const several = {regions: ['eu-west-1', 'us-east-1']};
  await expect(ask(NAMED, several)).rejects.toMatchObject({
    code: 'REGION_AMBIGUOUS',
    exitCode: 2,
    suggestions: ['Name it: --region eu-west-1 or --region us-east-1'],
  });
  expect(await ask({...NAMED, region: 'us-east-1'}, several)).toMatchObject({region: 'us-east-1'});
});

it('a profile that this machine lacks is done without where the account is looked at, and nowhere else', async () => {
  const looked = await ask(NAMED, {}, {has: false});
  expect([looked.profile, looked.absentProfile]).toEqual([undefined, 'production']);
  const unlooked = await ask(NAMED, {account: undefined}, {has: false});
  expect([unlooked.profile, unlooked.absentProfile]).toEqual(['production', undefined]);
});

it('without a name, what moves forward is refused and what goes back goes on without the file', async () => {
  await expect(ask({}, undefined)).rejects.toMatchObject({code: 'ENVIRONMENT_MISSING', exitCode: 2});
  expect(await ask({region: 'us-east-1'}, undefined, {isOnCall: true})).toEqual({
    region: 'us-east-1',
    unnamed: ['staging', 'production'],
  });
});

it('an environment that was named and cannot be read stops everybody: elsewhere would be worse', async () => {
  const problem = new UsageError('release.yml has a problem', {
    code: 'RELEASE_FILE_INVALID',
    suggestions: ['Mend it.'],
  });
  const question = {glanced: {problem}, hasProfile: async () => true, isOnCall: true};
  await expect(placeOf({...question, options: NAMED})).rejects.toMatchObject({
    code: 'RELEASE_FILE_INVALID',
    exitCode: 2,
    message: expect.stringContaining('nobody knows where "production" is'),
  });
  expect(await placeOf({...question, options: {profile: 'mine'}})).toEqual({profile: 'mine'});
});
