import {findReleaseFile} from '../../config/load-release-file.js';
import {createPreview} from '../../execute/preview/create.js';
import {toMoveError} from '../../execute/rollout/release-error.js';
import {smokeTest} from '../../execute/rollout/smoke.js';
import {type PreviewPlan, previewRefusals} from '../../plan/preview/preview.js';
import {requireNoRefusals} from '../../plan/refusal.js';
import {type PreviewReport, previewPlanText} from '../../report/result/preview/preview-text.js';
import {notThere} from '../not-there.js';
import {type CheckOptions, readRolloutChecks} from '../rollout/checks.js';
import type {Session} from '../session.js';
import {namedAlias} from './named-alias.js';

interface CreateOptions extends CheckOptions {
  readonly config?: string | undefined;
  readonly version: string;
  /** Milliseconds from now. */
  readonly expires: number;
  readonly public: boolean;
  readonly 'dry-run': boolean;
}

/**
 * Gives a version that is there an address of its own, after its smoke tests: an alias that no production caller uses, and its
 * function URL. Again with another version it moves the same address there. Throws the ReleaseError of what went wrong.
 */
export async function createPreviewOf(
  session: Session,
  functionName: string,
  name: string,
  options: CreateOptions,
  signal: AbortSignal,
): Promise<PreviewReport> {
  const {version} = options;
  const ref = {functionName, alias: namedAlias(name)};
  const file = await findReleaseFile(options.config, session);
  const {smoke} = await readRolloutChecks({smoke: options.smoke}, file, session.folder);
  const authType = options.public ? 'NONE' : 'AWS_IAM';
  const plan: PreviewPlan = {ref, version, authType, expiresMs: session.clock.now() + options.expires};
  // Not by the ledger of traffic: nobody's callers are on this alias, so there is nothing to give back.
  const {aliases, previews} = session.paced;
  const [configuration, alias, url] = await Promise.all([
    session.functions.getFunction(functionName, version, signal),
    aliases.getAlias(ref, signal),
    previews.getUrl(ref, signal),
  ]);
  if (configuration === undefined) throw notThere({functionName, qualifier: version});
  requireNoRefusals(previewRefusals(plan, alias, url));
  const report = {
    functionName,
    alias: ref.alias,
    version,
    authType,
    expiresAt: new Date(plan.expiresMs).toISOString(),
    smokeTests: smoke.length,
  };
  if (options['dry-run']) return {...report, dryRun: true, ...(url && {url: url.url})};
  if (options.public) {
    await session.host.showPlan(previewPlanText(report));
    const question = `Let everybody on the internet call version ${version} of ${functionName}, with all that it may do?`;
    await session.host.confirm(question, signal);
  }
  const cause = await smokeTest(session, {ref, candidate: version, checks: {smoke, hooks: {}}}, signal);
  const unfit = cause && toMoveError(ref, {kind: 'unfit', cause});
  if (unfit) throw unfit;
  const policies = session.callers.policies;
  const made = await createPreview({aliases, previews, policies}, plan, signal);
  session.events.emit({type: 'preview.ready', ref, version, url: made.url, expiresMs: plan.expiresMs});
  return {...report, dryRun: false, url: made.url};
}
