import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
  applyConfiguration,
  configurationDifferences,
  planConfiguration,
  versionedDifferences,
} from '../../src/lib/plan/configuration.js';
import {aFunction} from '../fakes/a-function.js';

const environments = fc.dictionary(fc.constantFrom('A', 'B', 'C', 'D'), fc.string({maxLength: 3}), {
  noNullPrototype: true,
});
const wantedConfigurations = fc.record(
  {
    handler: fc.constantFrom('a.b', 'c.d'),
    memoryMb: fc.constantFrom(128, 256),
    timeoutSeconds: fc.constantFrom(3, 60),
    layers: fc.constantFrom([], ['l:1'], ['l:1', 'm:2'], ['m:2', 'l:1']),
    environment: environments,
    description: fc.constantFrom('', 'text'),
  },
  {requiredKeys: []},
);
const modes = fc.constantFrom('merge' as const, 'replace' as const);

describe('configuration plans', () => {
  test('once applied, there is nothing left to change', () => {
    fc.assert(
      fc.property(wantedConfigurations, environments, modes, (wanted, environment, mode) => {
        const current = aFunction({environment});
        const after = applyConfiguration(current, planConfiguration(current, wanted, mode).change);
        expect(planConfiguration(after, wanted, mode)).toEqual({change: {}, changes: []});
      }),
    );
  });

  test('what is sent is what is shown, and nothing that was not wanted', () => {
    fc.assert(
      fc.property(wantedConfigurations, environments, modes, (wanted, environment, mode) => {
        const {change, changes} = planConfiguration(aFunction({environment}), wanted, mode);
        expect(Object.keys(change)).toHaveLength(changes.length);
        expect(Object.keys(wanted)).toEqual(expect.arrayContaining(Object.keys(change)));
      }),
    );
  });

  test('merging keeps every variable the release does not name', () => {
    fc.assert(
      fc.property(environments, environments, (environment, wanted) => {
        const current = aFunction({environment});
        const {change} = planConfiguration(current, {environment: wanted}, 'merge');
        expect({...environment, ...wanted}).toEqual(change.environment ?? environment);
      }),
    );
  });

  test('layers merge in list order, so another order is a change', () => {
    const current = aFunction({layers: ['l:1', 'm:2']});
    expect(planConfiguration(current, {layers: ['m:2', 'l:1']}, 'merge').changes).toEqual([
      {field: 'layers', from: 'l:1, m:2', to: 'm:2, l:1'},
    ]);
  });
});

describe('differences', () => {
  test.each([
    [{codeSha256: 'b3RoZXI='}, ['code']],
    [{architecture: 'x86_64'}, ['architecture']],
    [{role: 'other'}, ['role']],
    [{environment: {A: '1'}}, ['environment']],
    [{deadLetterTargetArn: 'arn'}, ['deadLetterTarget']],
    [{otherSettings: '{"vpc":1}'}, ['otherSettings']],
    [{tracingMode: 'Active', memoryMb: 1_024}, ['memory', 'tracing']],
    [{revisionId: 'other', lastUpdateStatus: 'InProgress', state: 'Pending', lastModified: 'later'}, []],
  ])('%j', (overrides, names) => {
    expect(configurationDifferences(aFunction(), aFunction(overrides))).toEqual(names);
  });

  test('a version has a description of its own', () => {
    const [latest, version] = [aFunction({description: 'of the function'}), aFunction({description: 'of the version'})];
    expect(versionedDifferences(latest, version)).toEqual([]);
    expect(configurationDifferences(latest, version)).toEqual(['description']);
  });
});
