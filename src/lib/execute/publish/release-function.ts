import {AwsError} from '../../errors.js';
import type {SettingsPlan} from '../../plan/publish/function-settings.js';
import type {ConcurrencyPort} from '../../ports/lambda/concurrency.js';
import type {TagsPort} from '../../ports/lambda/tags.js';
import {reserveConcurrency} from '../concurrency/concurrency.js';
import type {PublishDeps} from './deps.js';
import {type PublishJob, type PublishResult, publishFunction} from './publish.js';

export interface SettingsDeps extends PublishDeps {
  readonly tags: TagsPort;
  readonly concurrency: ConcurrencyPort;
}

/** A function to publish, and what is to be set beside its versions. */
export interface ReleaseJob extends PublishJob {
  readonly settings?: SettingsPlan;
}

export interface ReleaseResult extends PublishResult {
  /** Names of the settings that were changed beside the version. */
  readonly changedSettings: readonly string[];
}

/**
 * Publishes a function, then sets its tags and its reservation: they need the function, and hold for every version at
 * once, so nothing of them is touched when publishing fails. Throws AwsError.
 */
export async function releaseFunction(
  deps: SettingsDeps,
  job: ReleaseJob,
  signal?: AbortSignal,
): Promise<ReleaseResult> {
  const published = await publishFunction(deps, job, signal);
  const {settings} = job;
  if (!settings || settings.changes.length === 0) return {...published, changedSettings: []};
  await applySettings(deps, settings, signal);
  const changedSettings = settings.changes.map(({field}) => field);
  const message = `${settings.functionName}: set ${changedSettings.join(', ')}`;
  deps.events.emit({type: 'heartbeat', message});
  return {...published, changedSettings};
}

async function applySettings(deps: SettingsDeps, plan: SettingsPlan, signal?: AbortSignal): Promise<void> {
  const {functionName, setTags, removeTags, reserve} = plan;
  if (Object.keys(setTags).length + removeTags.length > 0) {
    const found = await deps.functions.getFunction(functionName, undefined, signal);
    if (!found) throw gone(functionName);
    if (Object.keys(setTags).length > 0) await deps.tags.setTags(found.arn, setTags, signal);
    if (removeTags.length > 0) await deps.tags.removeTags(found.arn, removeTags, signal);
  }
  if (reserve) await reserveConcurrency(deps, reserve, signal);
}

function gone(functionName: string): AwsError {
  return new AwsError(`${functionName} was deleted after it had been published.`, {
    code: 'FUNCTION_NOT_FOUND',
    suggestions: ['CloudTrail names who it was.'],
  });
}
