import {nameOnAws} from '../../config/function-names.js';
import {findReleaseFile} from '../../config/load-release-file.js';
import {ReleaseError, UsageError} from '../../errors.js';
import type {FunctionRef} from '../../model/function/ref.js';
import {inParallel} from '../../observe/in-parallel.js';
import {toFailure} from '../../report/failure.js';
import type {EnvironmentStatus, EnvironmentsReport} from '../../report/result/status/environments-text.js';
import type {Session} from '../session.js';
import {status} from './status.js';

/** One place of a release file: an environment, in one of its regions where it has several. */
export interface EnvironmentRegion {
  readonly environment: string;
  readonly region?: string;
}

interface EnvironmentsQuestion {
  readonly places: readonly EnvironmentRegion[];
  readonly named: readonly FunctionRef[] | undefined;
  readonly config: string | undefined;
  /** A session there. Throws ReleaseError, for credentials of another account for example. */
  readonly open: (place: EnvironmentRegion) => Promise<Session>;
}

const AT_ONCE = 4;

/** The status of every environment; what one of them cannot tell keeps nobody from hearing of the others. Throws UsageError when there are none. */
export async function statusOfEnvironments(
  {places, named, config, open}: EnvironmentsQuestion,
  signal: AbortSignal,
): Promise<EnvironmentsReport> {
  if (places.length === 0) {
    throw new UsageError('The release file has no environments.', {
      code: 'ENVIRONMENT_UNKNOWN',
      suggestions: ['Leave --all-environments out, or name a file with --config.'],
    });
  }
  const read = async (place: EnvironmentRegion): Promise<EnvironmentStatus> => {
    try {
      const session = await open(place);
      const file = await findReleaseFile(config, session);
      const refs = named?.map((ref) => ({...ref, functionName: nameOnAws(ref.functionName, file?.functions)}));
      return {...place, status: await status(session, refs, {config, watch: false}, signal)};
    } catch (error) {
      if (signal.aborted || !(error instanceof ReleaseError)) throw error;
      return {...place, error: toFailure(error)};
    }
  };
  return {environments: await inParallel(places, AT_ONCE, read)};
}
