import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
  applyConfiguration,
  configurationDifferences,
  planConfiguration,
  versionedDifferences,
} from '../../../src/lib/plan/publish/configuration.js';
import {aFunction} from '../../fakes/a-function.js';

const environments = fc.dictionary(fc.constantFrom('A', 'B', 'C', 'D'), fc.string({maxLength: 3}), {
  noNullPrototype: true,
});
const vpcs = fc.record({
  subnetIds: fc.shuffledSubarray(['subnet-a', 'subnet-b']),
  securityGroupIds: fc.shuffledSubarray(['sg-a', 'sg-b']),
  ipv6: fc.boolean(),
});
const loggings = fc.record(
  {
    format: fc.constantFrom('Text', 'JSON'),
    logGroup: fc.constantFrom('/one', '/two'),
    applicationLevel: fc.constantFrom('DEBUG', 'INFO'),
    systemLevel: fc.constantFrom('INFO', 'WARN'),
  },
  {requiredKeys: []},
);
const wantedConfigurations = fc.record(
  {
    handler: fc.constantFrom('a.b', 'c.d'),
    memoryMb: fc.constantFrom(128, 256),
    timeoutSeconds: fc.constantFrom(3, 60),
    layers: fc.constantFrom([], ['l:1'], ['l:1', 'm:2'], ['m:2', 'l:1']),
    environment: environments,
    description: fc.constantFrom('', 'text'),
    deadLetterTargetArn: fc.constantFrom('', 'arn:queue'),
    vpc: vpcs,
    fileSystems: fc.constantFrom([], [{arn: 'arn:one', mountPath: '/mnt/one'}]),
    logging: loggings,
  },
  {requiredKeys: []},
);
const modes = fc.constantFrom('merge' as const, 'replace' as const);

describe('configuration plans', () => {
  test('once applied, there is nothing left to change', () => {
    fc.assert(
      fc.property(
        wantedConfigurations,
        wantedConfigurations,
        environments,
        modes,
        (first, wanted, environment, mode) => {
          const before = aFunction({environment});
          const current = applyConfiguration(before, planConfiguration(before, first, mode).change);
          const after = applyConfiguration(current, planConfiguration(current, wanted, mode).change);
          expect(planConfiguration(after, wanted, mode)).toEqual({change: {}, changes: []});
        },
      ),
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
    [{deadLetterTargetArn: 'arn'}, ['deadLetterQueue']],
    [{vpc: {subnetIds: ['a'], securityGroupIds: [], ipv6: false}}, ['vpc']],
    [{vpc: {subnetIds: [], securityGroupIds: [], ipv6: false}}, []],
    [{fileSystems: [{arn: 'arn', mountPath: '/mnt/a'}]}, ['fileSystems']],
    [{logging: {format: 'JSON'}}, ['logging']],
    [{otherSettings: '{"kmsKey":1}'}, ['otherSettings']],
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
