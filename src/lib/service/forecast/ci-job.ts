import type {CiJob} from '../../model/ci-job.js';
import {HOUR_MS} from '../../model/duration.js';

interface Environment {
  readonly [name: string]: string | undefined;
}

/**
 * Tells the CI job from the variables its system sets. GitLab says limit and start (CI_JOB_TIMEOUT in seconds,
 * CI_JOB_STARTED_AT); GitHub says neither, and ends a job after 6 hours unless timeout-minutes says otherwise (workflow
 * syntax); CodeBuild says only the start (CODEBUILD_START_TIME, epoch milliseconds). `undefined` outside of CI.
 */
export function readCiJob(environment: Environment): CiJob | undefined {
  if (environment.GITHUB_ACTIONS === 'true') return {system: 'GitHub Actions', limitMs: 6 * HOUR_MS, isExact: false};
  if (environment.GITLAB_CI === 'true') {
    const limitMs = positive(Number(environment.CI_JOB_TIMEOUT) * 1000);
    const startedMs = positive(Date.parse(environment.CI_JOB_STARTED_AT ?? ''));
    return {
      system: 'GitLab CI',
      ...(limitMs !== undefined && {limitMs}),
      isExact: limitMs !== undefined,
      ...(startedMs !== undefined && {startedMs}),
    };
  }
  if (environment.CODEBUILD_BUILD_ID) {
    const startedMs = positive(Number(environment.CODEBUILD_START_TIME));
    return {system: 'CodeBuild', isExact: false, ...(startedMs !== undefined && {startedMs})};
  }
  return environment.CI && environment.CI !== 'false' ? {system: 'this CI system', isExact: false} : undefined;
}

function positive(value: number): number | undefined {
  return value > 0 ? value : undefined;
}
