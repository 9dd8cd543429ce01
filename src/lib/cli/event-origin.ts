import os from 'node:os';
import type {IdentityPort} from '../ports/identity.js';
import type {EventOrigin} from '../report/event-record.js';
import {readGitCommit} from '../service/publish/git-commit.js';

interface Environment {
  readonly [name: string]: string | undefined;
}

export interface OriginOptions {
  readonly identity: IdentityPort;
  readonly environment: Environment;
  readonly folder: string;
  /** The words of the command. */
  readonly command: string;
  /** The version of this tool. */
  readonly tool: string;
}

/** An endpoint of STS that a private network does not let through must not cost the record. */
const IDENTITY_MS = 2_000;

/** Who does this, and from where. Never rejects: what nobody can tell is left out. */
export async function originOf(
  {identity, environment, folder, command, tool}: OriginOptions,
  signal: AbortSignal,
): Promise<EventOrigin> {
  const inTime = AbortSignal.any([signal, AbortSignal.timeout(IDENTITY_MS)]);
  const [caller, git] = await Promise.all([
    identity.whoAmI(inTime).catch(() => undefined),
    readGitCommit(folder, environment),
  ]);
  const job = jobAddress(environment);
  return {
    ...{command, tool, host: os.hostname()},
    ...(caller && {by: caller.arn, account: caller.accountId, region: caller.region}),
    ...(job !== undefined && {job}),
    ...(git && {commit: `${git.commit}${git.dirty ? '-dirty' : ''}`}),
  };
}

/** Where CI systems say the address of a job, in the words of their own documentation. */
const JOB_VARIABLES = [
  ...['CI_JOB_URL', 'BUILDKITE_BUILD_URL', 'CIRCLE_BUILD_URL', 'CODEBUILD_BUILD_URL', 'TRAVIS_JOB_WEB_URL'],
  ...['DRONE_BUILD_LINK', 'BUILD_URL'],
];

/** The address of the CI job a process runs in, without a user or a password; GitHub gives it in parts. */
export function jobAddress(environment: Environment): string | undefined {
  const {GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run} = environment;
  const given =
    server && repository && run
      ? `${server}/${repository}/actions/runs/${run}`
      : JOB_VARIABLES.map((name) => environment[name]).find((value) => value);
  if (given === undefined || !URL.canParse(given)) return undefined;
  const address = new URL(given);
  address.username = '';
  address.password = '';
  return address.href;
}
