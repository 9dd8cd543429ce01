import {describe, expect, it} from 'vitest';
import {parseReleaseName} from '../../../src/lib/model/release-name.js';
import {planCommitVersion} from '../../../src/lib/plan/versions/commit-version.js';
import {aFunction} from '../../fakes/a-function.js';

const versions = [
  aFunction({version: '6', description: 'git:1a2b3c4d5e6f first try'}),
  aFunction({version: '7', description: 'git:1a2b3c4d5e6f again'}),
  aFunction({version: '8', description: 'git:1a2b3c4fffff another'}),
  aFunction({version: '9', description: 'made by hand'}),
];

describe('planCommitVersion', () => {
  it.each([
    ['1a2b3c4d', '7'],
    ['1a2b3c4d5e6f00112233445566778899aabbccdd', '7'],
    ['1a2b3c4f', '8'],
  ])('takes %s for version %s, the newest of that commit', (commit, version) => {
    expect(planCommitVersion('checkout', commit, versions)).toEqual({ok: true, plan: version});
  });

  it.each([
    ['1a2b3c4', 'COMMIT_AMBIGUOUS'],
    ['abcdef0', 'COMMIT_NOT_FOUND'],
  ])('refuses %s: %s', (commit, code) => {
    expect(planCommitVersion('checkout', commit, versions)).toMatchObject({ok: false, refusals: [{code}]});
  });
});

describe('parseReleaseName', () => {
  it.each([
    ['8', {kind: 'version', version: '8'}],
    ['1234567', {kind: 'version', version: '1234567'}],
    ['git:1234567', {kind: 'commit', commit: '1234567'}],
    ['1A2B3C4', {kind: 'commit', commit: '1a2b3c4'}],
  ])('reads %s', (text, name) => {
    expect(parseReleaseName(text)).toEqual(name);
  });

  it.each(['', '0', '1a2b3c', 'live', '$LATEST', 'git:'])('refuses "%s"', (text) => {
    expect(() => parseReleaseName(text)).toThrow();
  });
});
