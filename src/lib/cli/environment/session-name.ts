import os from 'node:os';

interface Environment {
  readonly [name: string]: string | undefined;
}

/** STS API, RoleSessionName: 2 to 64 of these characters. */
const NOT_ALLOWED = /[^\w+=,.@-]+/g;
const MOST_CHARACTERS = 64;

/**
 * How the session of an assumed role is called, so that CloudTrail says who it was: the person at this machine, or who started
 * the job and which one it is. AWS_ROLE_SESSION_NAME, which the AWS SDKs know too, says it otherwise.
 */
export function sessionNameOf(environment: Environment, user: () => string = () => os.userInfo().username): string {
  const {AWS_ROLE_SESSION_NAME: said} = environment;
  const name = said || `lambda-release-${jobName(environment) ?? `${userOf(environment, user)}@${os.hostname()}`}`;
  return name.replace(NOT_ALLOWED, '-').slice(0, MOST_CHARACTERS);
}

/** Who started a job, and its number, as CI systems say it. */
const JOB_VARIABLES = [
  ['GITHUB_ACTOR', 'GITHUB_RUN_ID'],
  ['GITLAB_USER_LOGIN', 'CI_JOB_ID'],
  ['CODEBUILD_INITIATOR', 'CODEBUILD_BUILD_NUMBER'],
  ['BUILDKITE_BUILD_CREATOR', 'BUILDKITE_BUILD_NUMBER'],
  ['CIRCLE_USERNAME', 'CIRCLE_BUILD_NUM'],
] as const;

function jobName(environment: Environment): string | undefined {
  for (const [who, which] of JOB_VARIABLES) {
    const named = [environment[who], environment[which]].filter(Boolean);
    if (environment[which] && named.length > 0) return named.join('-');
  }
  return undefined;
}

/** A container may run as a user that has no name. */
function userOf({USER, USERNAME}: Environment, user: () => string): string {
  try {
    return user();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return USER || USERNAME || 'unknown';
  }
}
