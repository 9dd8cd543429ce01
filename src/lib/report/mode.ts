/** How progress is shown: redrawn in place, as lines, or only its warnings. */
export type ReportMode = 'live' | 'lines' | 'quiet';

interface ModeInput {
  readonly stream: {readonly isTTY?: boolean};
  readonly environment: {readonly [name: string]: string | undefined};
  readonly json: boolean;
  readonly quiet: boolean;
}

/** Live only where a person watches stderr; whether stdout is redirected does not matter. */
export function chooseReportMode({stream, environment, json, quiet}: ModeInput): ReportMode {
  if (quiet) return 'quiet';
  if (json || stream.isTTY !== true || isCi(environment) || environment.TERM === 'dumb') return 'lines';
  return 'live';
}

/** CI systems set CI; `CI=false` and `CI=0` mean a person said it is none. */
export function isCi(environment: {readonly [name: string]: string | undefined}): boolean {
  const value = environment.CI;
  return value !== undefined && value !== '' && value !== 'false' && value !== '0';
}
