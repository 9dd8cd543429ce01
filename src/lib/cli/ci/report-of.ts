import {functionArnOf} from '../../model/function/ref.js';
import type {Place} from '../../model/place.js';
import type {FunctionsPort} from '../../ports/lambda/functions.js';
import {CiReport, type FunctionFacts} from '../../report/ci/report.js';
import {ciSystemOf} from '../../report/ci/system.js';

interface CiReportInput {
  readonly flags: {readonly dotenv?: string | undefined};
  readonly environment: {readonly [name: string]: string | undefined};
  /** Asked when the command ends, when it is known where it went. */
  readonly functionsIn: (place: Place) => FunctionsPort;
  readonly placed: (text: string) => string;
}

/** A job that is being cancelled has seconds, and what this is about is done. */
const FACTS_MS = 2_000;

/** What writes the files that a CI system or a person has named: nothing where there are none. */
export function ciReportOf({flags, environment, functionsIn, placed}: CiReportInput): {
  readonly ciReport?: (onFailure: (reason: string) => void) => CiReport;
} {
  const isGithub = ciSystemOf(environment) === 'github';
  const files = {
    summary: isGithub ? environment.GITHUB_STEP_SUMMARY : undefined,
    outputs: isGithub ? environment.GITHUB_OUTPUT : undefined,
    dotenv: flags.dotenv,
  };
  if (!Object.values(files).some(Boolean)) return {};
  const facts = async (functionName: string, version: string | undefined, place: Place): Promise<FunctionFacts> => {
    const found = await functionsIn(place)
      .getFunction(functionName, version, AbortSignal.timeout(FACTS_MS))
      .catch(() => undefined);
    return found ? {functionArn: functionArnOf(found.arn), codeSha256: found.codeSha256} : {};
  };
  return {ciReport: (onFailure) => new CiReport({files, facts, placed, onFailure})};
}
