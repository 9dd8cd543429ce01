import {formatFields} from '../../table.js';

export interface PreviewReport {
  readonly functionName: string;
  readonly alias: string;
  readonly version: string;
  readonly dryRun: boolean;
  /** Where it answers; under --dry-run only when it is there already. */
  readonly url?: string;
  readonly authType: string;
  readonly expiresAt: string;
  /** How many the version passed, or would have to. */
  readonly smokeTests: number;
}

/** What is about to be opened, shown before anybody agrees to it. */
export function previewPlanText({
  functionName,
  alias,
  version,
}: Pick<PreviewReport, 'functionName' | 'alias' | 'version'>): string {
  return (
    `${functionName}:${alias} will have version ${version} and a URL without any authentication: whoever knows the address may ` +
    `call it, with the function's own role, environment and data.`
  );
}

/** A preview that was made, or would be, for people. */
export function previewText(report: PreviewReport): string {
  const {functionName, alias, version, dryRun, url, expiresAt, smokeTests} = report;
  const fields = formatFields(
    [
      ['Version', version],
      ['URL', url],
      ['Callers', callersText(report)],
      ['Expires', `${expiresAt.slice(0, 16).replace('T', ' ')} UTC`],
      ['Smoke tests', smokeTests === 0 ? undefined : String(smokeTests)],
    ],
    '  ',
  );
  return `${functionName}:${alias} ${dryRun ? 'would be a preview.' : 'is a preview; production is not touched.'}\n${fields}`;
}

/** Who may call a preview. */
export function callersText({authType}: {readonly authType?: string}): string {
  return authType === 'NONE' ? 'everybody' : 'signed requests (AWS_IAM)';
}
