import {DEFAULT_SETTINGS} from '../analysis/settings.js';
import {RolledBackError} from '../errors.js';
import {type DeployDeps, deployFunction} from '../execute/rollout/deploy.js';
import type {RolloutRecord} from '../execute/rollout/outcome.js';
import type {AliasRef} from '../model/function/ref.js';
import {parseSteps} from '../model/rollout/step.js';
import {observeFunction} from '../observe/publish/function.js';
import {buildDeploymentPackage} from '../package/build-deployment-package.js';
import {planPublish} from '../plan/publish/publish.js';
import {toRefusedError} from '../plan/refusal.js';

/** How one release of the demo came out. */
export interface DemoRelease {
  readonly version: string;
  readonly outcome: 'created' | 'promoted' | 'rolled back';
  /** Absent for the first one, which has nothing to be compared with. */
  readonly record?: RolloutRecord;
}

interface ReleaseInput {
  readonly ref: AliasRef;
  readonly source: string;
  readonly note: string;
}

const CONFIGURATION = {
  role: 'arn:aws:iam::000000000000:role/demo',
  runtime: 'nodejs22.x',
  handler: 'index.handler',
  timeoutSeconds: 3,
};

// Short bakes: at the demo's traffic two minutes are enough to tell one failure in five from none.
const POLICY = {
  steps: parseSteps('20%:4m, 50%:3m'),
  watchMs: 240_000,
  settings: DEFAULT_SETTINGS,
  onInconclusive: 'extend',
  onInterrupt: 'abort',
  promoteEarly: false,
  detach: false,
  createAlias: true,
} as const;

/**
 * Releases a folder exactly as `deploy` does. A version that the analysis takes back is an outcome here, not an error;
 * everything else that goes wrong is thrown.
 */
export async function releaseForDemo(deps: DeployDeps, input: ReleaseInput, signal: AbortSignal): Promise<DemoRelease> {
  const {ref, source, note} = input;
  const {functionName} = ref;
  const built = await buildDeploymentPackage({sourceDir: source, functionName, sink: deps.events, signal});
  const observed = await observeFunction(deps, functionName, signal);
  const spec = {functionName, package: built, configuration: CONFIGURATION, create: true, versionDescription: note};
  const planned = planPublish(spec, observed);
  if (!planned.ok) throw toRefusedError(planned.refusals);
  const job = {publish: {plan: planned.plan, zip: built.zip}, rollout: {...POLICY, ref}};
  try {
    const {publish, traffic, record} = await deployFunction(deps, job, signal);
    if (traffic === 'nothing' || traffic === 'detached') throw new Error(`The demo released nothing: ${traffic}.`);
    return {version: publish.version, outcome: traffic, ...(record && {record})};
  } catch (error) {
    const record = error instanceof RolledBackError ? (error.details.record as RolloutRecord) : undefined;
    if (record === undefined || (record.watch ?? record.comparison)?.verdict !== 'fail') throw error;
    return {version: record.candidate, outcome: 'rolled back', record};
  }
}
