import type {Version} from '../../model/versions/version.js';
import type {ObservedRollout} from '../../observe/rollout/rollout.js';
import type {FunctionConfiguration} from '../../ports/lambda/functions.js';
import type {Planned} from '../refusal.js';
import type {CreateAliasPlan, NothingPlan, RolloutPlan, RolloutSpec} from '../rollout/plan.js';
import {planRollout} from '../rollout/rollout.js';
import type {PublishPlan} from './publish.js';

/** What a release of one function will come to once its version is published; with nothing to do, nothing is to be published either. */
export type DeployPlan = NothingPlan | RolloutPlan | CreateAliasPlan;

/**
 * The rollout as it will be after publishing, so that whatever speaks against it is said before anything is sent. The
 * candidate's number is AWS's to give: the one foreseen here is only for the reader. `nowMs` goes into the rollout's id.
 */
export function planDeploy(
  spec: Omit<RolloutSpec, 'candidate'>,
  publish: PublishPlan,
  observed: ObservedRollout,
  nowMs: number,
): Planned<DeployPlan> {
  const candidate = foreseenVersion(publish);
  if (publish.kind === 'nothing' && observed.standing.kind === 'idle' && observed.alias?.stable === candidate) {
    return {ok: true, plan: {kind: 'nothing', version: candidate}};
  }
  const foreseen = foreseenConfiguration(publish, candidate);
  const versions = new Map(observed.versions);
  if (foreseen) versions.set(candidate, foreseen);
  return planRollout({...spec, candidate}, {...observed, functionExists: true, versions}, nowMs);
}

/** The number AWS will most likely give: they ascend by one. */
function foreseenVersion(publish: PublishPlan): Version {
  if (publish.kind === 'nothing') return publish.newest.version;
  return String(BigInt(publish.previousVersion ?? '0') + 1n);
}

function foreseenConfiguration(publish: PublishPlan, version: Version): FunctionConfiguration | undefined {
  switch (publish.kind) {
    case 'nothing':
      return publish.newest;
    case 'update':
      return {...publish.expected, version, state: 'Active', lastUpdateStatus: 'Successful'};
    case 'create':
      return creation(publish, version);
  }
}

function creation(plan: Extract<PublishPlan, {kind: 'create'}>, version: Version): FunctionConfiguration {
  const {configuration, functionName, codeSha256, zippedBytes, architecture} = plan;
  return {
    functionName,
    version,
    arn: '',
    revisionId: '',
    codeSha256,
    zippedBytes,
    packageType: plan.image ? 'Image' : 'Zip',
    ...(plan.image && {imageDigest: plan.image.digest}),
    role: configuration.role,
    ...(configuration.runtime !== undefined && {runtime: configuration.runtime}),
    ...(configuration.handler !== undefined && {handler: configuration.handler}),
    description: '',
    // Lambda's defaults for what is not said at creation (API reference, CreateFunction).
    memoryMb: configuration.memoryMb ?? 128,
    timeoutSeconds: configuration.timeoutSeconds ?? 3,
    ephemeralStorageMb: configuration.ephemeralStorageMb ?? 512,
    architecture,
    environment: {},
    layers: configuration.layers ?? [],
    state: 'Active',
    lastModified: '',
  };
}
