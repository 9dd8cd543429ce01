import {expect, it} from 'vitest';
import {warmWarnings} from '../../../src/lib/plan/warm/room.js';

const ref = {functionName: 'checkout', alias: 'live'};
const warm = {calls: 6, name: 'health.json', payload: '{}'};

function codes(capacity: Parameters<typeof warmWarnings>[0]['capacity'], up: typeof warm | undefined = warm) {
  return warmWarnings({ref, ...(capacity && {capacity})}, up).map(({code}) => code);
}

it('calls that take more than half of what the versions share are warned of', () => {
  expect(codes({reserved: 11, provisioned: []})).toEqual(['WARM_TAKES_CONCURRENCY']);
  expect(codes({reserved: 20, provisioned: [{qualifier: '4', requested: 9, allocated: 9, status: 'READY'}]})).toEqual([
    'WARM_TAKES_CONCURRENCY',
  ]);
});

it('there is nothing to warn of with room, without a reservation, of a stopped function and without calls', () => {
  expect(codes({reserved: 12, provisioned: []})).toEqual([]);
  expect(codes({provisioned: []})).toEqual([]);
  expect(codes(undefined)).toEqual([]);
  expect(codes({reserved: 0, provisioned: []})).toEqual([]);
  expect(warmWarnings({ref, capacity: {reserved: 1, provisioned: []}}, undefined)).toEqual([]);
});
