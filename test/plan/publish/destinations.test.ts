import {expect, it} from 'vitest';
import {destinationRefusals, functionBeside, newDestinations} from '../../../src/lib/plan/publish/destinations.js';

const PLACE = 'eu-west-1:123456789012';
const CHECKOUT = `arn:aws:lambda:${PLACE}:function:checkout`;
const GONE = `arn:aws:lambda:${PLACE}:function:gone:live`;

function refused(wanted: {onFailure?: string; onSuccess?: string}, current = {}): string[] {
  return destinationRefusals(CHECKOUT, newDestinations(current, wanted), [GONE]).map(({message}) => message);
}

it.each([
  ['a service that takes none', {onFailure: `arn:aws:dynamodb:${PLACE}:table/failed`}, /nothing to dynamodb/],
  ['a FIFO queue', {onFailure: `arn:aws:sqs:${PLACE}:failed.fifo`}, /FIFO/],
  ['a FIFO topic', {onSuccess: `arn:aws:sns:${PLACE}:done.fifo`}, /FIFO/],
  ['a bucket for what succeeded', {onSuccess: 'arn:aws:s3:::done'}, /only events that failed/],
  ['the function itself', {onFailure: CHECKOUT}, /own destination/],
  ['a version of the function itself', {onFailure: `${CHECKOUT}:live`}, /own destination/],
  ['a function that is not there', {onFailure: GONE}, /does not exist/],
])('a destination that AWS refuses is refused before anything moves: %s', (_name, wanted, message) => {
  expect(refused(wanted)).toEqual([expect.stringMatching(message)]);
});

it.each([
  ['a queue', {onFailure: `arn:aws:sqs:${PLACE}:failed`}, {}],
  ['a bus', {onSuccess: `arn:aws:events:${PLACE}:event-bus/default`}, {}],
  ['a bucket for what failed', {onFailure: 'arn:aws:s3:::failed'}, {}],
  ['a function whose name begins alike', {onFailure: `${CHECKOUT}-failed`}, {}],
  ['none', {onFailure: ''}, {}],
  ['what the alias has already, whatever it is', {onFailure: GONE}, {onFailure: GONE}],
])('any other one is left to AWS: %s', (_name, wanted, current) => {
  expect(refused(wanted, current)).toEqual([]);
});

it.each([
  [GONE, {name: 'gone', qualifier: 'live'}],
  [`arn:aws:lambda:${PLACE}:function:orders`, {name: 'orders'}],
  ['arn:aws:lambda:us-east-1:123456789012:function:orders', undefined],
  [`arn:aws:sqs:${PLACE}:orders`, undefined],
])('only a function of the same account and region can be looked for: %s', (arn, found) => {
  expect(functionBeside(arn, CHECKOUT)).toEqual(found);
});
