import type {Failure} from '../../failure.js';
import {type StatusReport, statusReportText} from './status-text.js';

/** One environment at a glance, or why nothing is known of it. */
export type EnvironmentStatus = {readonly environment: string; readonly region?: string} & (
  | {readonly status: StatusReport}
  | {readonly error: Failure}
);

/** The status of every environment of a release file. */
export interface EnvironmentsReport {
  readonly environments: readonly EnvironmentStatus[];
}

/** Every environment under its name. */
export function environmentsText({environments}: EnvironmentsReport, terminalColumns?: number): string {
  return environments
    .map((each) => {
      const head = `== ${each.environment}${each.region === undefined ? '' : ` (${each.region})`}`;
      const ways = 'error' in each ? each.error.suggestions.map((wayOut) => `\n  ${wayOut}`).join('') : '';
      return `${head}\n\n${'error' in each ? `! ${each.error.message}${ways}` : statusReportText(each.status, terminalColumns)}`;
    })
    .join('\n\n');
}
