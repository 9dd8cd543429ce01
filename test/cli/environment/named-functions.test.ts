import {expect, it} from 'vitest';
import {noneNamed, onlyFunction, withNamesOnAws} from '../../../src/lib/cli/environment/named-functions.js';

function glance(names: Readonly<Record<string, string>>, more: object = {}) {
  return {file: 'release.yml', environments: [], functionNames: new Map(Object.entries(names)), ...more};
}

it('the only function of a file is meant by whoever names none', () => {
  expect(onlyFunction({alias: {}}, glance({checkout: 'checkout-staging'}))).toBe('checkout-staging:live');
  expect(onlyFunction({alias: {}}, glance({checkout: 'checkout'}, {alias: 'prod'}))).toBe('checkout:prod');
  expect(onlyFunction({function: {}}, glance({checkout: 'checkout'}))).toBe('checkout');
  expect(onlyFunction({alias: {}}, glance({checkout: 'checkout', orders: 'orders'}))).toBeUndefined();
  expect(onlyFunction({alias: {}}, undefined)).toBeUndefined();
});

it('functions are called by their names on AWS, whatever shape they have been parsed to', () => {
  const names = glance({checkout: 'checkout-staging'});
  const args = {
    alias: {functionName: 'checkout', alias: 'live'},
    function: [{functionName: 'checkout', qualifier: '8'}, {functionName: 'other'}],
    version: 'checkout',
  };
  expect(withNamesOnAws(args, names)).toEqual({
    alias: {functionName: 'checkout-staging', alias: 'live'},
    function: [{functionName: 'checkout-staging', qualifier: '8'}, {functionName: 'other'}],
    version: 'checkout',
  });
  expect(withNamesOnAws({function: 'checkout', concurrency: 8}, names)).toEqual({
    function: 'checkout-staging',
    concurrency: 8,
  });
});

it('functions are not known while an environment would have to be named', () => {
  expect(noneNamed(glance({}, {environments: ['staging']}))).toMatchObject({code: 'ENVIRONMENT_MISSING'});
  expect(noneNamed(glance({}, {environments: ['staging'], place: {name: 'staging', regions: []}}))).toBeUndefined();
  expect(noneNamed(glance({}))).toBeUndefined();
});
