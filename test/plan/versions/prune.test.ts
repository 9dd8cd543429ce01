import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {ObservedPrune} from '../../../src/lib/observe/versions/prune.js';
import {planPrune} from '../../../src/lib/plan/versions/prune.js';
import {aFunction} from '../../fakes/a-function.js';

const NOW_MS = Date.UTC(2026, 5, 1);
const DAY_MS = 86_400_000;

function anAlias(alias: string, stable: string, overrides: {weight?: string; description?: string} = {}) {
  return {
    functionName: 'checkout',
    alias,
    aliasArn: `arn:${alias}`,
    stable,
    ...(overrides.weight !== undefined && {candidate: {version: overrides.weight, weightPercent: 5}}),
    description: overrides.description ?? '',
    revisionId: 'r',
  };
}

/** Versions by number, each as many days old as is given for it. */
function observed(ages: Readonly<Record<string, number>>, overrides: Partial<ObservedPrune> = {}): ObservedPrune {
  return {
    functionName: 'checkout',
    versions: Object.entries(ages).map(([version, days]) => aFunction({version, modifiedMs: NOW_MS - days * DAY_MS})),
    aliases: [],
    provisioned: [],
    eventSources: [],
    executions: new Map(),
    storage: {usedBytes: 10_000, limitBytes: 100_000},
    ...overrides,
  };
}

function plan(input: ObservedPrune, spec: {keep?: number; graceMs?: number} = {}) {
  const planned = planPrune(input, {keep: 0, graceMs: 0, ...spec}, NOW_MS);
  if (!planned.ok) throw new Error(planned.refusals[0].message);
  return planned.plan;
}

const removedOf = (...args: Parameters<typeof plan>) => plan(...args).removed.map(({version}) => version);
const OLD = {1: 90, 2: 80, 3: 70, 4: 60, 5: 50, 6: 40};

describe('planPrune', () => {
  it('deletes oldest first, never the newest, and counts the bytes', () => {
    const {removed, kept, freedBytes} = plan(observed(OLD));
    expect(removed.map(({version}) => version)).toEqual(['1', '2', '3', '4', '5']);
    expect(kept).toEqual([{version: '6', reasons: [{kind: 'newest'}]}]);
    expect(freedBytes).toBe(5_000);
  });

  it.each<[string, Partial<ObservedPrune>]>([
    ['an alias', {aliases: [anAlias('live', '2')]}],
    ['a weight', {aliases: [anAlias('live', '6', {weight: '2'})]}],
    ['a note', {aliases: [anAlias('live', '6', {description: 'callers [was 2]'})]}],
    [
      'a rollout that somebody has moved away from',
      {aliases: [anAlias('live', '6', {description: '[lr1 k3x9qa 1/1 2>6 5:5m hsk2a w10m 00000000]'})]},
    ],
    ['provisioned concurrency', {provisioned: [{qualifier: '2', requested: 1, allocated: 1, status: 'READY'}]}],
    ['an event source', {eventSources: [{uuid: 'u', functionName: 'checkout', qualifier: '2', isEnabled: true}]}],
    ['a durable execution', {executions: new Map([['2', 1]])}],
  ])('keeps what %s needs', (_, pointers) => {
    expect(removedOf(observed(OLD, pointers))).toEqual(['1', '3', '4', '5']);
  });

  it('counts the reserve over versions nothing points at, the newest among them', () => {
    expect(removedOf(observed(OLD, {aliases: [anAlias('live', '5')]}), {keep: 2})).toEqual(['1', '2', '3']);
  });

  it('keeps what is younger than the grace period or of unknown age', () => {
    expect(removedOf(observed({1: 90, 2: 6, 3: 90, 4: 0}), {graceMs: 7 * DAY_MS})).toEqual(['1', '3']);
    const strange = observed({1: 90, 2: 90});
    const versions = strange.versions.map(({modifiedMs: _time, ...version}) => version);
    expect(removedOf({...strange, versions})).toEqual([]);
  });

  it('refuses while nobody can tell what a rollout needs', () => {
    const aliases = [anAlias('live', '6', {description: '[lr9 something new]'})];
    expect(planPrune(observed(OLD, {aliases}), {keep: 0, graceMs: 0}, NOW_MS)).toMatchObject({
      ok: false,
      refusals: [{code: 'MARKER_UNREADABLE'}],
    });
  });
});

describe('whatever versions, aliases, weights, layers and ages there are', () => {
  const version = fc.integer({min: 1, max: 30}).map(String);
  const alias = fc.record({
    stable: fc.oneof({arbitrary: version, weight: 9}, {arbitrary: fc.constant('$LATEST'), weight: 1}),
    weight: fc.option(version, {nil: undefined}),
    previous: fc.uniqueArray(version, {maxLength: 3}),
    rollout: fc.option(fc.tuple(version, version), {nil: undefined}),
  });
  const world = fc.record({
    versions: fc.dictionary(
      version,
      fc.record({ageDays: fc.integer({min: 0, max: 40}), layers: fc.subarray(['arn:layer:a:1', 'arn:layer:b:2'])}),
    ),
    aliases: fc.array(alias, {maxLength: 5}),
    provisioned: fc.array(version, {maxLength: 3}),
    triggers: fc.array(version, {maxLength: 3}),
    keep: fc.integer({min: 0, max: 8}),
    graceDays: fc.integer({min: 0, max: 20}),
  });

  it('never plans away what can be reached, and plans every version exactly once', () => {
    fc.assert(
      fc.property(world, ({versions, aliases, provisioned, triggers, keep, graceDays}) => {
        const ages = Object.fromEntries(Object.entries(versions).map(([number, {ageDays}]) => [number, ageDays]));
        const input = observed(ages, {
          aliases: aliases.map(({stable, weight, previous, rollout}, index) => {
            const note = previous.length > 0 ? [`[was ${previous.join(' ')}]`] : [];
            const marker = rollout ? [`[lr1 k3x9qa 1/1 ${rollout[0]}>${rollout[1]} 5:5m hsk2a w10m 00000000]`] : [];
            const description = ['text', ...note, ...marker].join(' ');
            return anAlias(`a${index}`, stable, {description, ...(weight !== undefined && {weight})});
          }),
          provisioned: provisioned.map((qualifier) => ({qualifier, requested: 1, allocated: 1, status: 'READY'})),
          eventSources: triggers.map((qualifier) => ({
            uuid: 'u',
            functionName: 'checkout',
            qualifier,
            isEnabled: true,
          })),
        });
        const withLayers = input.versions.map((each) => ({...each, layers: versions[each.version]?.layers ?? []}));
        const {removed, kept} = plan({...input, versions: withLayers}, {keep, graceMs: graceDays * DAY_MS});
        const gone = new Set<string>(removed.map((each) => each.version));
        const reachable = [
          ...aliases.flatMap(({stable, weight, previous, rollout}) => [
            stable,
            ...(weight === undefined ? [] : [weight]),
            ...previous,
            ...(rollout ?? []),
          ]),
          ...provisioned,
          ...triggers,
        ];
        const existing = Object.keys(versions);
        expect(reachable.filter((each) => gone.has(each))).toEqual([]);
        expect(existing.filter((each) => gone.has(each) && (ages[each] ?? 0) < graceDays)).toEqual([]);
        const free = existing.filter((each) => !reachable.includes(each)).sort((a, b) => Number(b) - Number(a));
        expect(free.slice(0, keep).filter((each) => gone.has(each))).toEqual([]);
        expect([...gone, ...kept.map((each) => each.version)].sort()).toEqual([...existing].sort());
        expect(removed.every((each) => /^[1-9]\d*$/.test(each.version))).toBe(true);
      }),
      {numRuns: 300},
    );
  });
});
