import {expect, it} from 'vitest';
import {glanceAt} from '../../../src/lib/config/environment/glance.js';

const BROKEN = `functions:
  checkout: {name: "c-\${environment}", memory: lots, sauce: dist}
rollout: {alias: prod}
environments:
  production: {account: "222222222222", region: eu-west-1}
  staging: {region: nowhere}
`;

it('an environment is found in a file that is wrong about everything else', () => {
  expect(glanceAt(BROKEN, '/project/release.yml', 'production')).toEqual({
    file: '/project/release.yml',
    environments: ['production', 'staging'],
    place: {name: 'production', account: '222222222222', regions: ['eu-west-1']},
    functionNames: new Map([['checkout', 'c-production']]),
    alias: 'prod',
  });
});

it('what is wrong with the place itself is told', () => {
  expect(() => glanceAt(BROKEN, '/project/release.yml', 'staging')).toThrow(
    /environments\.staging\.region: Write the name/,
  );
  expect(() => glanceAt(BROKEN, '/project/release.yml', 'stagin')).toThrow(
    expect.objectContaining({code: 'ENVIRONMENT_UNKNOWN'}),
  );
  expect(() => glanceAt('environments: [', '/project/release.yml', 'staging')).toThrow(
    expect.objectContaining({code: 'RELEASE_FILE_INVALID'}),
  );
});

it('no function has a name while an environment would have to be named', () => {
  expect(glanceAt(BROKEN, '/project/release.yml', undefined)).toMatchObject({functionNames: new Map()});
  const plain = 'functions: {a: {source: x}, b: {source: y, name: c}}';
  expect(glanceAt(plain, '/project/release.yml', undefined).functionNames).toEqual(
    new Map([
      ['a', 'a'],
      ['b', 'c'],
    ]),
  );
});
