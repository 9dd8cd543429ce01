import {releaseFunction} from '../../execute/publish/release-function.js';
import type {FunctionRef} from '../../model/function/ref.js';
import {type PublishPreview, toPublishPreview} from '../../plan/publish/preview.js';
import {type PublishReport, publishPreviewText} from '../../report/result/publish/publish-text.js';
import {requireOpen} from '../freeze/require-open.js';
import {prepareAll} from '../prepare-all.js';
import {type ReleaseInputOptions, readReleaseInput} from '../release-input.js';
import type {Session} from '../session.js';
import {preparePublish} from './prepare-publish.js';
import type {PublishOptions} from './prepared.js';
import {runBuilds} from './run-builds.js';

interface PublishRequest extends ReleaseInputOptions, PublishOptions {
  readonly 'dry-run': boolean;
}

export interface PublishResult {
  readonly dryRun: boolean;
  /** Filled by --dry-run. */
  readonly plans: readonly PublishPreview[];
  readonly functions: readonly PublishReport[];
}

/** Publishes versions; everything is packed, looked at and planned before anything is sent. Throws the ReleaseError of what went wrong. */
export async function publish(
  session: Session,
  named: readonly FunctionRef[],
  options: PublishRequest,
  signal: AbortSignal,
): Promise<PublishResult> {
  const {file, targets, bundle} = await readReleaseInput(session, named, options);
  const {override, 'dry-run': dryRun} = options;
  const departure = {refs: targets, override, dryRun};
  await requireOpen(session, file, departure, signal);
  await runBuilds(session, targets, options, signal);
  const jobs = await prepareAll(targets, async (target) => {
    const {job, refusals} = await preparePublish(session, target, {options, file, bundle}, signal);
    return job ?? refusals;
  });
  for (const warning of jobs.flatMap(({settings}) => settings?.warnings ?? [])) {
    session.events.emit({type: 'warning', ...warning});
  }
  const plans = jobs.map(({plan, settings}) => toPublishPreview(plan, settings));
  if (options['dry-run']) return {dryRun: true, plans, functions: []};
  const ahead = plans.filter(({action, settings}) => action !== 'nothing' || settings.length > 0);
  if (ahead.length > 0) await session.host.show(ahead.map(publishPreviewText).join('\n\n'));
  const functions: PublishReport[] = [];
  for (const job of jobs) functions.push(await releaseFunction(session, job, signal));
  return {dryRun: false, plans: [], functions};
}
