import {expect, test} from 'vitest';
import {AwsError} from '../../../src/lib/errors.js';
import {moveMapping} from '../../../src/lib/execute/triggers/move-mapping.js';
import type {Mapping, MappingsPort} from '../../../src/lib/ports/triggers/mappings.js';
import {FakeClock} from '../../fakes/fake-clock.js';

const REF = {functionName: 'checkout', alias: 'live'};
const AT = {uuid: 'u-1', source: 'arn:aws:sqs:eu-west-1:123456789012:orders'};

/** Answers each read with the next of these, the last one for good; `point` is what becomes of the write. */
function scripted(reads: readonly (Partial<Mapping> | undefined)[], point: () => void = () => undefined) {
  const clock = new FakeClock();
  let [read, writes] = [0, 0];
  const mappings: MappingsPort = {
    getMapping: async (uuid) => {
      const next = reads[Math.min(read++, reads.length - 1)];
      return next && {uuid, state: 'Enabled', ...next};
    },
    pointMapping: async (uuid, {alias}) => {
      writes += 1;
      point();
      return {uuid, qualifier: alias, state: 'Updating'};
    },
  };
  const move = () => moveMapping({callers: {mappings}, clock}, REF, AT, new AbortController().signal);
  return {move, clock, writes: () => writes};
}

test('waits until it is at rest before the write, and after it until AWS has carried it out', async () => {
  const {move, writes} = scripted([
    {state: 'Creating'},
    {},
    {state: 'Updating', qualifier: 'live'},
    {qualifier: 'live'},
  ]);
  expect(await move()).toBe(true);
  expect(writes()).toBe(1);
});

test('what is there already is not written, but waited for', async () => {
  const {move, writes} = scripted([{state: 'Updating', qualifier: 'live'}, {qualifier: 'live'}]);
  expect(await move()).toBe(false);
  expect(writes()).toBe(0);
});

test('a write that was carried out and then refused has succeeded', async () => {
  const {move} = scripted([{}, {state: 'Updating', qualifier: 'live'}, {qualifier: 'live'}], () => {
    throw new AwsError('in use', {code: 'RESOURCE_CONFLICT', suggestions: []});
  });
  expect(await move()).toBe(true);
});

test('a write that was refused is told', async () => {
  const {move} = scripted([{}], () => {
    throw new AwsError('in use', {code: 'RESOURCE_CONFLICT', suggestions: []});
  });
  await expect(move()).rejects.toMatchObject({code: 'RESOURCE_CONFLICT', exitCode: 4});
});

test('what somebody has pointed elsewhere or deleted is left alone', async () => {
  const elsewhere = scripted([{qualifier: 'blue'}]);
  await expect(elsewhere.move()).rejects.toMatchObject({code: 'TRIGGER_CHANGED', exitCode: 3});
  expect(elsewhere.writes()).toBe(0);
  await expect(scripted([undefined]).move()).rejects.toMatchObject({code: 'TRIGGER_CHANGED'});
  await expect(scripted([{state: 'Deleting'}]).move()).rejects.toMatchObject({code: 'TRIGGER_CHANGED'});
});

test('after ten minutes it is left to AWS, with the command that goes on', async () => {
  const {move, clock} = scripted([{}, {state: 'Updating', qualifier: 'live'}]);
  await expect(move()).rejects.toMatchObject({code: 'TRIGGER_NOT_SETTLED', exitCode: 7});
  expect(clock.sleeps.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThanOrEqual(600_000);
});
