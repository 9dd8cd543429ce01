import {
  CreateAliasCommand,
  GetAliasCommand,
  InvokeCommand,
  ListAliasesCommand,
  PublishVersionCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';
import {expect, test} from 'vitest';
import {AliasPropagation} from '../../../../src/lib/sandbox/lambda/alias/propagation.js';
import type {Alias} from '../../../../src/lib/sandbox/lambda/state.js';
import type {SandboxOptions} from '../../../../src/lib/sandbox/start.js';
import {codeOf, openLab} from '../lab.js';

const state = (functionVersion: string) => ({
  functionVersion,
  description: '',
  weights: {},
  revisionId: functionVersion,
});
/** On version 1 until 1,000, on 2 until 2,000, on 3 since then. */
const alias: Alias = {
  ...state('3'),
  name: 'live',
  past: [
    {...state('1'), untilMs: 1_000},
    {...state('2'), untilMs: 2_000},
  ],
};

function versionsAt(propagation: AliasPropagation, atMs: number): string[] {
  return [...new Set(propagation.routed('fn', alias, atMs).map(({functionVersion}) => functionVersion))];
}

test('without delay a write counts at once', () => {
  const propagation = new AliasPropagation({aliasDelayMs: 0, staleReadsMs: 0});
  expect(versionsAt(propagation, 2_000)).toEqual(['3']);
  expect(propagation.read('fn', alias, 2_000).functionVersion).toBe('3');
});

test('a write spreads gradually, over several writes too', () => {
  const propagation = new AliasPropagation({aliasDelayMs: 1_000, staleReadsMs: 0});
  const shareOf3 = (atMs: number) =>
    propagation.routed('fn', alias, atMs).filter(({functionVersion}) => functionVersion === '3').length / 10;
  expect([2_000, 2_500, 3_000].map(shareOf3)).toEqual([0, 0.5, 1]);
  expect(versionsAt(new AliasPropagation({aliasDelayMs: 4_000, staleReadsMs: 0}), 2_500)).toEqual(['3', '2', '1']);
});

test('a fault delays all at once, for the aliases it names, until it is removed', () => {
  const propagation = new AliasPropagation({aliasDelayMs: 0, staleReadsMs: 0});
  propagation.add({kind: 'slow-alias', functionName: 'other', delayMs: 5_000});
  expect(versionsAt(propagation, 2_500)).toEqual(['3']);
  propagation.add({kind: 'slow-alias', functionName: 'fn', alias: 'live', delayMs: 1_000});
  expect([2_500, 2_999, 3_000].map((atMs) => versionsAt(propagation, atMs))).toEqual([['2'], ['2'], ['3']]);
  propagation.clear();
  expect(versionsAt(propagation, 2_500)).toEqual(['3']);
});

test('every other read is stale for a while', () => {
  const draws = [0.2, 0.7];
  const propagation = new AliasPropagation({aliasDelayMs: 0, staleReadsMs: 1_000}, () => draws.shift() ?? 0);
  expect(propagation.read('fn', alias, 2_500).functionVersion).toBe('2');
  expect(propagation.read('fn', alias, 2_500).functionVersion).toBe('3');
  expect(propagation.read('fn', alias, 3_000).functionVersion).toBe('3');
});

async function movedAlias(options: SandboxOptions = {}) {
  const lab = await openLab(options);
  const FunctionName = await lab.create({Publish: true, Runtime: 'nodejs22.x'});
  await lab.client.send(new UpdateFunctionCodeCommand({FunctionName, ZipFile: await codeOf('two')}));
  lab.sandbox.settle();
  await lab.client.send(new PublishVersionCommand({FunctionName}));
  const of = {FunctionName, Name: 'live'};
  const before = await lab.client.send(new CreateAliasCommand({...of, FunctionVersion: '1'}));
  const after = await lab.client.send(new UpdateAliasCommand({...of, FunctionVersion: '2'}));
  return {lab, of, before, after};
}

test('over HTTP: invocations follow the old state, reads answer it, writes meet the new one', async () => {
  const {lab, of, before, after} = await movedAlias();
  await using _ = lab;
  const invoked = async () =>
    (await lab.client.send(new InvokeCommand({FunctionName: of.FunctionName, Qualifier: 'live'}))).ExecutedVersion;
  expect(await invoked()).toBe('2');
  lab.sandbox.addFault({kind: 'slow-alias', delayMs: 3_600_000});
  lab.sandbox.addFault({kind: 'stale-alias', delayMs: 3_600_000});
  expect(await invoked()).toBe('1');
  const read = await lab.client.send(new GetAliasCommand(of));
  expect([read.FunctionVersion, read.RevisionId]).toEqual(['1', before.RevisionId]);
  const {Aliases} = await lab.client.send(new ListAliasesCommand({FunctionName: of.FunctionName}));
  expect(Aliases?.[0]?.FunctionVersion).toBe('1');
  // Who writes with what a stale read told meets the state as it is.
  const write = lab.client.send(new UpdateAliasCommand({...of, RevisionId: read.RevisionId, FunctionVersion: '1'}));
  await expect(write).rejects.toHaveProperty('name', 'PreconditionFailedException');
  await lab.client.send(new UpdateAliasCommand({...of, RevisionId: after.RevisionId, Description: 'mine'}));
  lab.sandbox.clearFaults();
  expect(await lab.client.send(new GetAliasCommand(of))).toMatchObject({FunctionVersion: '2', Description: 'mine'});
  expect(await invoked()).toBe('2');
});

test('as an option, invocations just after a write run the old version now and then', async () => {
  const {lab, of} = await movedAlias({aliasDelayMs: 3_600_000});
  await using _ = lab;
  const {ExecutedVersion} = await lab.client.send(
    new InvokeCommand({FunctionName: of.FunctionName, Qualifier: 'live'}),
  );
  // An hour has hardly begun.
  expect(ExecutedVersion).toBe('1');
});
