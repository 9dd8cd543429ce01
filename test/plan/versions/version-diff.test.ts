import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {diffFiles} from '../../../src/lib/plan/versions/file-diff.js';
import {diffVersions} from '../../../src/lib/plan/versions/version-diff.js';
import {aFunction} from '../../fakes/a-function.js';

describe('diffVersions', () => {
  it('is empty between versions that differ only in who and when they are', () => {
    const other = {version: '8', revisionId: 'x', arn: 'y', lastModified: 'z', state: 'Inactive', description: 'git:1'};
    expect(diffVersions(aFunction({version: '7'}), aFunction(other))).toEqual([]);
  });

  it('names settings in the words of the release file', () => {
    const from = aFunction({memoryMb: 128, layers: ['a:1'], otherSettings: '{"snapStart":"None"}'});
    const to = aFunction({
      memoryMb: 256,
      layers: ['a:1', 'b:2'],
      deadLetterTargetArn: 'arn:q',
      otherSettings: '{"snapStart":"PublishedVersions"}',
    });
    expect(diffVersions(from, to)).toEqual([
      {field: 'memory', from: '128', to: '256'},
      {field: 'layers', from: 'a:1', to: 'a:1, b:2'},
      {field: 'deadLetterTarget', from: '', to: 'arn:q'},
      {field: 'snapStart', from: '"None"', to: '"PublishedVersions"'},
    ]);
  });

  it('says that an environment cannot be read rather than that it is empty', () => {
    const unreadable = aFunction({environment: {}, environmentUnreadable: 'AccessDeniedException'});
    expect(diffVersions(aFunction({environment: {A: '1'}}), unreadable)).toEqual([
      {field: 'environment', from: 'readable', to: 'AWS cannot read it (AccessDeniedException)'},
    ]);
  });

  it('never shows a value of the environment', () => {
    const environment = fc.dictionary(fc.constantFrom('A', 'B', 'C'), fc.uuid());
    fc.assert(
      fc.property(environment, environment, (before, after) => {
        const changes = diffVersions(aFunction({environment: before}), aFunction({environment: after}));
        const text = JSON.stringify(changes);
        for (const value of [...Object.values(before), ...Object.values(after)]) expect(text).not.toContain(value);
        expect(changes.length === 0).toBe(JSON.stringify(sorted(before)) === JSON.stringify(sorted(after)));
      }),
    );
  });
});

describe('diffFiles', () => {
  const file = (name: string, crc: number, unzippedBytes = 1) => ({name, crc, unzippedBytes});

  it('tells files that came, went and changed, and leaves folders out', () => {
    const from = [file('lib/', 0), file('a', 1), file('b', 2), file('c', 3)];
    const to = [file('a', 1), file('b', 9), file('c', 3, 2), file('d', 4)];
    expect(diffFiles(from, to)).toEqual({added: ['d'], changed: ['b', 'c'], removed: []});
    expect(diffFiles(to, from)).toEqual({added: [], changed: ['b', 'c'], removed: ['d']});
  });
});

function sorted(record: Readonly<Record<string, string>>) {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
}
