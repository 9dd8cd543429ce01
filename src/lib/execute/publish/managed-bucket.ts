import {AwsError} from '../../errors.js';
import type {ArtifactsPort} from '../../ports/artifacts.js';
import type {EventSink} from '../../ports/events.js';

/**
 * Warns when the bucket that lambda-release keeps itself is not set up as it would set it up: the code of every function that was too large for a
 * request lies in it. Never stops a release, which needs no right to see that.
 */
export async function warnOfManagedBucket(
  {artifacts, events}: {readonly artifacts: ArtifactsPort; readonly events: EventSink},
  signal?: AbortSignal,
): Promise<void> {
  const warn = (message: string) => events.emit({type: 'warning', code: 'BUCKET_SETTINGS_DIFFER', message});
  try {
    const {bucket, lacks} = await artifacts.managed.examine(signal);
    if (lacks.length === 0) return;
    const [first, ...more] = lacks.map(({command}) => command);
    const rest = more.length === 0 ? '' : ` ("lambda-release doctor" prints all ${lacks.length} commands)`;
    warn(`The bucket ${bucket}: ${lacks.map(({what}) => what).join('; ')}. To set it${rest}: ${first}`);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    warn(`How the bucket for packages is set up could not be seen. ${error.message}`);
  }
}
