import {expect, test} from 'vitest';
import {readCiJob} from '../../../src/lib/service/forecast/ci-job.js';

const HOUR_MS = 3_600_000;

test.each([
  [
    {GITHUB_ACTIONS: 'true', CI: 'true'},
    {system: 'GitHub Actions', limitMs: 6 * HOUR_MS, isExact: false},
  ],
  [
    {GITLAB_CI: 'true', CI_JOB_TIMEOUT: '3600', CI_JOB_STARTED_AT: '2026-01-01T12:00:00Z'},
    {system: 'GitLab CI', limitMs: HOUR_MS, isExact: true, startedMs: Date.UTC(2026, 0, 1, 12)},
  ],
  [{GITLAB_CI: 'true'}, {system: 'GitLab CI', isExact: false}],
  [
    {CODEBUILD_BUILD_ID: 'shop:1', CODEBUILD_START_TIME: '1767268800000'},
    {system: 'CodeBuild', isExact: false, startedMs: 1_767_268_800_000},
  ],
  [{CI: 'true'}, {system: 'this CI system', isExact: false}],
  [{CI: 'false'}, undefined],
  [{}, undefined],
])('%o is %o', (environment, job) => {
  expect(readCiJob(environment)).toEqual(job);
});
