import {describe, expect, it} from 'vitest';
import {toHistory} from '../../../src/lib/plan/versions/history.js';
import {aFunction} from '../../fakes/a-function.js';

const versions = ['1', '2', '4', '5', '10', '11'].map((version) => aFunction({version}));

function verdicts(stable: string, description: string, candidate?: string): Record<string, string | undefined> {
  const alias = {
    ...{functionName: 'checkout', alias: 'live', aliasArn: 'arn', stable, description, revisionId: 'r'},
    ...(candidate !== undefined && {candidate: {version: candidate, weightPercent: 5}}),
  };
  const entries = toHistory({versions, aliases: [alias, {...alias, alias: 'beta'}]}, 'live');
  return Object.fromEntries(entries.map((entry) => [entry.version, entry.verdicts.map(({verdict}) => verdict).join()]));
}

describe('toHistory', () => {
  it('reads verdicts from the alias: what it serves, what it remembers, and what that leaves out', () => {
    expect(verdicts('10', 'callers [was 5 2]', '11')).toEqual({
      11: 'candidate',
      10: 'serving',
      5: 'kept',
      4: 'not kept',
      2: 'kept',
      1: 'unknown',
    });
  });

  it('tells a version that its lease has taken back from one that nobody knows of', () => {
    expect(verdicts('10', 'callers [10 was 5] [lease of k3x9a0 took back 11]')).toMatchObject({
      ...{11: 'taken back by its lease', 10: 'serving', 5: 'kept'},
    });
  });

  it('claims nothing about older versions when the alias remembers none', () => {
    expect(verdicts('5', 'callers')).toEqual({
      ...{11: 'not kept', 10: 'not kept', 5: 'serving'},
      ...{4: 'unknown', 2: 'unknown', 1: 'unknown'},
    });
    expect(verdicts('$LATEST', '')).toMatchObject({11: 'unknown', 1: 'unknown'});
  });

  it('is newest first, by number, with the changes against the version before that still exists', () => {
    const two = [
      aFunction({version: '2', memoryMb: 128}),
      aFunction({version: '4', memoryMb: 256, description: 'text'}),
    ];
    expect(toHistory({versions: two, aliases: []})).toMatchObject([
      {version: '4', message: 'text', verdicts: [], changes: [{field: 'memory', from: '128', to: '256'}]},
      {version: '2'},
    ]);
  });
});
