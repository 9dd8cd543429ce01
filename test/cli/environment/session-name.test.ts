import os from 'node:os';
import {expect, it} from 'vitest';
import {sessionNameOf} from '../../../src/lib/cli/environment/session-name.js';

it.each([
  ['who started a job and which one', {GITHUB_ACTOR: 'anna', GITHUB_RUN_ID: '42'}, 'lambda-release-anna-42'],
  ['a job that nobody started', {CI_JOB_ID: '7'}, 'lambda-release-7'],
  ['what AWS_ROLE_SESSION_NAME says', {AWS_ROLE_SESSION_NAME: 'night', GITHUB_RUN_ID: '42'}, 'night'],
  ['only what STS takes', {GITHUB_ACTOR: 'dependabot[bot]', GITHUB_RUN_ID: '1'}, 'lambda-release-dependabot-bot--1'],
])('a session is called by %s', (_what, environment, expected) => {
  expect(sessionNameOf(environment)).toBe(expected);
});

it('at a machine by its user, shortened to what STS takes', () => {
  expect(sessionNameOf({}, () => 'anna')).toBe(`lambda-release-anna@${os.hostname()}`.slice(0, 64));
  expect(sessionNameOf({}, () => 'a'.repeat(99))).toHaveLength(64);
});

it('a user without a name is called by the variable', () => {
  const nobody = () => {
    throw new Error('no such user');
  };
  expect(sessionNameOf({USER: 'runner'}, nobody)).toContain('lambda-release-runner@');
  expect(sessionNameOf({}, nobody)).toContain('lambda-release-unknown@');
});
