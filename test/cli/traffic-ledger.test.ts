import {describe, expect, test} from 'vitest';
import {TrafficLedger} from '../../src/lib/cli/traffic-ledger.js';
import {AwsError} from '../../src/lib/errors.js';

import {formatMarker} from '../../src/lib/model/rollout/marker.js';
import {AliasWorld, FakeAliases} from '../fakes/fake-aliases.js';
import {FakeClock} from '../fakes/fake-clock.js';

const REF = {functionName: 'checkout', alias: 'live'};
const MARKER = {
  ...{rolloutId: 'k3x9a0', stable: '7', candidate: '8', steps: [{weightPercent: 10, bakeMs: 300_000}]},
  ...{movedMs: [1_767_268_800_000], watchMs: 0, settingsDigest: '1a2b3c4d', held: false},
};
const CANDIDATE = {version: '8', weightPercent: 10};

/** A ledger over an alias on version 7, and a write as somebody who has just read it makes it. */
function aLedger() {
  const aliases = new FakeAliases(new AliasWorld(), new FakeClock());
  const ledger = new TrafficLedger(aliases);
  const write = async (target: {stable: string; candidate?: typeof CANDIDATE; description: string}) => {
    const {revisionId} = (await aliases.getAlias(REF)) ?? {revisionId: ''};
    return ledger.writeAlias({...REF, ...target, revisionId});
  };
  return {aliases, ledger, write, create: () => aliases.createAlias({...REF, version: '7', description: ''})};
}

describe('what is left of a process that ends at once', () => {
  test('is nothing before its first write, and after one that leaves traffic at rest', async () => {
    const {ledger, write, create} = aLedger();
    await create();
    expect(ledger.whatIsLeft()).toBeUndefined();
    await write({stable: '7', candidate: CANDIDATE, description: '[lr1 any]'});
    expect(ledger.whatIsLeft()).toMatchObject({
      exitCode: 6,
      suggestions: ['lambda-release rollout abort checkout:live', expect.anything()],
    });
    await write({stable: '7', description: ''});
    expect(ledger.whatIsLeft()).toBeUndefined();
  });

  test('is a rollout in its watch, though one version has all traffic', async () => {
    const {ledger, write, create} = aLedger();
    await create();
    await write({stable: '8', description: '[was 7] [lr1 any]'});
    expect(ledger.whatIsLeft()?.suggestions[0]).toBe('lambda-release rollout abort checkout:live');
  });

  test.each([
    ['promotion', {stable: '8', description: '[was 7]'}],
    ['way back', {stable: '7', description: ''}],
  ])(
    'is a rollout whose %s may have come about: a shift gets to stable from there, an abort would not',
    async (_name, end) => {
      const {aliases, ledger, write, create} = aLedger();
      await create();
      const marker = formatMarker(MARKER);
      await write({stable: '7', candidate: CANDIDATE, description: marker});
      const error = new AwsError('said', {code: 'NETWORK', suggestions: [], uncertain: true});
      Object.assign(aliases, {writeAlias: () => Promise.reject(error)});
      await expect(write(end)).rejects.toBe(error);
      expect(ledger.whatIsLeft()?.suggestions[0]).toBe('lambda-release shift checkout:live 7 --yes');
      await expect(write({stable: '7', candidate: CANDIDATE, description: marker})).rejects.toBe(error);
      expect(ledger.whatIsLeft()?.suggestions[0]).toBe('lambda-release shift checkout:live 7 --yes');
    },
  );

  test.each([
    ['nobody knows what became of', true, 6],
    ['AWS refused', false, undefined],
  ])('of a shift that %s', async (_name, uncertain, exitCode) => {
    const error = new AwsError('said', {code: 'NETWORK', suggestions: [], uncertain});
    const aliases = Object.assign(aLedger().aliases, {writeAlias: () => Promise.reject(error)});
    const ledger = new TrafficLedger(aliases);
    const write = {...REF, stable: '8', description: 'mine', revisionId: 'rev-1'};
    await expect(ledger.writeAlias(write)).rejects.toBe(error);
    const left = ledger.whatIsLeft();
    expect(left?.exitCode).toBe(exitCode);
    if (left) expect(left.suggestions[0]).toMatch(/^aws lambda update-alias .*--function-version 8 .*'mine'$/);
  });

  test('is told while a write is under way, with the command that creates the alias', async () => {
    const {ledger} = aLedger();
    const creating = ledger.createAlias({...REF, version: '7', description: ''});
    expect(ledger.whatIsLeft()?.suggestions[0]).toBe('lambda-release rollout start checkout:live 7 --create');
    await creating;
    expect(ledger.whatIsLeft()).toBeUndefined();
  });

  test('is nothing when a write for the person at the live view brought traffic to rest, and the one beside it was refused', async () => {
    const {ledger, aliases, write, create} = aLedger();
    await create();
    const {revisionId} = await write({stable: '7', candidate: CANDIDATE, description: '[lr1 any]'});
    // The loop's own write is under way, and comes too late.
    const late = aliases.writeAlias.bind(aliases);
    let arrive: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    aliases.writeAlias = async (write, signal) => {
      if (write.candidate) await held;
      return late(write, signal);
    };
    const step = ledger.writeAlias({...REF, stable: '7', candidate: CANDIDATE, description: '[lr1 any]', revisionId});
    expect(ledger.whatIsLeft()).toBeDefined();
    await ledger.writeAlias({...REF, stable: '7', description: 'aborted', revisionId});
    arrive();
    await expect(step).rejects.toMatchObject({code: 'PRECONDITION_FAILED'});
    expect(ledger.whatIsLeft()).toBeUndefined();
  });
});
