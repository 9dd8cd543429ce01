import {expect, it} from 'vitest';
import {releaseNotes} from '../../scripts/release/release-notes.js';

const CHANGELOG = `# Changelog

## [Unreleased]

## [1.2.0] - 2026-11-27

### Added

- A thing.

## [1.1.0] - 2026-10-01

- Older.
`;
const agreeing = {tag: 'v1.2.0', version: '1.2.0', locked: '1.2.0', actionDefault: '1.2.0', changelog: CHANGELOG};

it('gives what the changelog says of the version, and of no other', () => {
  expect(releaseNotes(agreeing)).toEqual({problems: [], notes: '### Added\n\n- A thing.\n'});
});

it.each([
  ['another tag', {tag: 'v1.3.0'}, 'The tag is v1.3.0, package.json says 1.2.0'],
  ['no tag', {tag: ''}, 'The tag is missing'],
  ['an old lock file', {locked: '1.1.0'}, 'package-lock.json says 1.1.0'],
  ['an old action', {actionDefault: '1.1.0'}, 'action.yml installs 1.1.0'],
  ['no section', {changelog: '# Changelog\n'}, 'no section [1.2.0]'],
  ['no date', {changelog: CHANGELOG.replace(' - 2026-11-27', '')}, 'has no date'],
  ['nothing said', {changelog: '## [1.2.0] - 2026-11-27\n\n## [1.1.0] - 2026-10-01\n'}, 'says nothing of 1.2.0'],
  ['something left over', {changelog: CHANGELOG.replace('ased]\n', 'ased]\n\n- More.\n')}, 'lines under [Unreleased]'],
])('refuses %s, by name', (_what, changed, problem) => {
  const {problems} = releaseNotes({...agreeing, ...changed});
  expect(problems).toEqual([expect.stringContaining(problem)]);
});
