import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {planAsyncSettings} from '../../../src/lib/plan/publish/async-settings.js';
import {planSettings, type SettingsSpec} from '../../../src/lib/plan/publish/function-settings.js';

const REF = {functionName: 'checkout', alias: 'live'};
const account = {limit: 1_000, unreserved: 900};

function plan(
  spec: Omit<SettingsSpec, 'functionName'>,
  observed: {tags?: Record<string, string>; reserved?: number; peak?: number},
) {
  const {tags = {}, ...concurrency} = observed;
  const planned = planSettings(
    {functionName: 'checkout', ...spec},
    {tags, concurrency: {functionName: 'checkout', account, ...concurrency}},
  );
  if (!planned.ok) throw new Error(planned.refusals.map(({code}) => code).join(' '));
  return planned.plan;
}

const tagSets = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('', 'x', 'y'), {noNullPrototype: true});
const wantedTags = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.constantFrom(null, '', 'x', 'y'), {
  noNullPrototype: true,
});
const reservations = fc.option(fc.integer({min: 1, max: 100}), {nil: undefined});

describe('settings beside the versions', () => {
  it('once applied, there is nothing left to change, and only named tags were touched', () => {
    fc.assert(
      fc.property(
        tagSets,
        wantedTags,
        reservations,
        fc.constantFrom(undefined, 'none' as const, 5, 50),
        (has, tags, reserved, wanted) => {
          const spec = {tags, ...(wanted !== undefined && {reservedConcurrency: wanted})};
          const first = plan(spec, {tags: has, ...(reserved !== undefined && {reserved})});
          const after = Object.fromEntries(
            Object.entries({...has, ...first.setTags}).filter(([name]) => !first.removeTags.includes(name)),
          );
          const reservedAfter = first.reserve ? first.reserve.reserved : reserved;
          expect(
            plan(spec, {tags: after, ...(reservedAfter !== undefined && {reserved: reservedAfter})}).changes,
          ).toEqual([]);
          for (const name of Object.keys(has)) if (!(name in tags)) expect(after[name]).toBe(has[name]);
        },
      ),
    );
  });

  it('shows from and to, and warns of a reservation below the peak', () => {
    const planned = plan({tags: {team: 'payments', old: null}, reservedConcurrency: 10}, {tags: {old: 'x'}, peak: 38});
    expect(planned.changes).toEqual([
      {field: 'tags.team', from: '', to: 'payments'},
      {field: 'tags.old', from: 'x', to: ''},
      {field: 'reservedConcurrency', from: '', to: '10'},
    ]);
    expect(planned.warnings).toMatchObject([{code: 'BELOW_PEAK', message: expect.stringContaining('up to 38')}]);
  });

  it.each([
    [{reservedConcurrency: 5}, {reserved: 0}, 'FUNCTION_STOPPED'],
    [{reservedConcurrency: 'none' as const}, {reserved: 0}, 'FUNCTION_STOPPED'],
    [{reservedConcurrency: 901}, {}, 'ACCOUNT_LIMIT'],
  ])('%j on %j is refused', (spec, observed, code) => {
    expect(() => plan(spec, observed)).toThrow(code);
  });

  it('leaves a stopped function alone when its reservation is not named', () => {
    expect(plan({tags: {}}, {reserved: 0})).toMatchObject({changes: []});
  });
});

describe('settings of the alias', () => {
  const destinations = fc.constantFrom('', 'arn:one', 'arn:two');
  const changes = fc.record(
    {
      retries: fc.constantFrom(0, 1, 2),
      maxAgeSeconds: fc.constantFrom(60, 3_600),
      onSuccess: destinations,
      onFailure: destinations,
    },
    {requiredKeys: []},
  );

  it('once applied, there is nothing left to change, and what was not named stayed', () => {
    fc.assert(
      fc.property(changes, changes, (first, wanted) => {
        const before = planAsyncSettings(REF, undefined, first).settings;
        const {settings} = planAsyncSettings(REF, before, wanted);
        expect(planAsyncSettings(REF, settings, wanted).changes).toEqual([]);
        if (!('retries' in wanted)) expect(settings.retries).toBe(before.retries);
        if (!('onFailure' in wanted)) expect(settings.onFailure).toBe(before.onFailure);
      }),
    );
  });

  it('take a destination away', () => {
    const {settings, changes: shown} = planAsyncSettings(REF, {retries: 2, onFailure: 'arn:one'}, {onFailure: ''});
    expect(settings).toEqual({retries: 2});
    expect(shown).toEqual([{field: 'asyncInvoke.onFailure', from: 'arn:one', to: ''}]);
  });
});
