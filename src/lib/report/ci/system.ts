/** The CI systems that read more of a job than its exit code and its log. */
export type CiSystem = 'github' | 'gitlab';

/** Which one runs this process, by the variable each of them sets to "true" in every job. */
export function ciSystemOf(environment: {readonly [name: string]: string | undefined}): CiSystem | undefined {
  if (environment.GITHUB_ACTIONS === 'true') return 'github';
  return environment.GITLAB_CI === 'true' ? 'gitlab' : undefined;
}
