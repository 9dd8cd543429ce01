import type {IdentityPort} from '../../ports/identity.js';
import type {ReportFiles} from '../../report/report-files.js';

interface Teller {
  readonly identity: IdentityPort;
  readonly environment: {readonly [name: string]: string | undefined};
  readonly folder: string;
  /** The words of the command. */
  readonly command: string;
  /** The version of this tool. */
  readonly tool: string;
  readonly placed: (text: string) => string;
}

/** What writes the reports that a person has asked for: nothing of it is loaded where there are none. */
export async function reportFilesOf(
  asked: readonly string[] | string,
  {placed, ...teller}: Teller,
  now: () => number,
): Promise<{readonly reportFiles?: (onFailure: (reason: string) => void) => ReportFiles}> {
  // oclif gives the value of a variable as it is, also of a flag that may be given twice.
  const files = [asked].flat();
  if (files.length === 0) return {};
  const [{ReportFiles}, {originOf}] = await Promise.all([
    import('../../report/report-files.js'),
    import('../event-origin.js'),
  ]);
  // It has a time limit of its own.
  const origin = () => originOf(teller, new AbortController().signal);
  return {
    reportFiles: (onFailure) => new ReportFiles({files, origin, now, tool: teller.tool, placed, onFailure}),
  };
}
