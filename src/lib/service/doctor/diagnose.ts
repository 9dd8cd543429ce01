import type {ReleaseFile} from '../../config/release-file.js';
import {ROLLOUT_DEFAULTS} from '../../config/rollout-defaults.js';
import {AwsError, UsageError} from '../../errors.js';
import type {AliasRef, FunctionRef} from '../../model/function/ref.js';
import {formatAliasRef, functionArnOf, parseAliasRef} from '../../model/function/ref.js';
import {MANAGED_BUCKET} from '../../model/managed-bucket.js';
import {isInS3} from '../../model/source/s3-object.js';
import {type ObservedReadiness, observeReadiness, tryPermissions} from '../../observe/doctor/doctor.js';
import {observeLeaseRole} from '../../observe/doctor/lease-role.js';
import {inParallel} from '../../observe/in-parallel.js';
import {orDenied} from '../../observe/or-denied.js';
import {type ObservedApis, observeApis} from '../../observe/triggers/apis.js';
import {bucketFindings} from '../../plan/doctor/bucket-findings.js';
import {clockFindings, credentialFindings, permissionFindings} from '../../plan/doctor/caller-findings.js';
import type {Finding} from '../../plan/doctor/finding.js';
import {leaseFindings} from '../../plan/doctor/lease-findings.js';
import {type IamPolicy, toPolicy} from '../../plan/doctor/permissions.js';
import {readinessFindings} from '../../plan/doctor/readiness.js';
import {signingFindings} from '../../plan/doctor/signing-findings.js';
import {freezeFindings} from '../../plan/freeze/findings.js';
import {unversionedRefusal} from '../../plan/publish/signing.js';
import {apiFindings, bypassingApis} from '../../plan/triggers/apis.js';
import type {CallerIdentity} from '../../ports/identity.js';
import {freezeStanding} from '../freeze/require-open.js';
import type {Ports} from '../ports.js';
import {readSigning} from '../publish/signing.js';
import {aliasOf} from '../rollout/policy.js';
import {artifactsOf, type Patient, permissionsOf, type Readiness} from './permissions-of.js';

/** Codes of a caller whom AWS does not let in at all. */
const UNUSABLE = /^(CREDENTIALS_|REGION_|CLOCK_SKEWED|ACCESS_DENIED)/;

/** Read at the same time; how fast the requests go out is the ports' own care. */
const PARALLEL_FUNCTIONS = 8;

/** The aliases that are named, or all of the release file. Throws UsageError when there are none, ParseError for a version. */
export function aliasesToCheck(named: readonly FunctionRef[], file: ReleaseFile | undefined): readonly AliasRef[] {
  const refs = named.length > 0 ? named : [...(file?.functions.keys() ?? [])].map((functionName) => ({functionName}));
  if (refs.length === 0) {
    throw new UsageError('No function is named.', {
      code: 'FUNCTION_MISSING',
      suggestions: [
        'Name one with its alias: lambda-release doctor checkout:live',
        'Or list functions in release.yml.',
      ],
    });
  }
  return refs.map(({functionName, qualifier}: FunctionRef) =>
    parseAliasRef(`${functionName}:${aliasOf(qualifier, file)}`),
  );
}

export interface Diagnosis {
  readonly findings: readonly Finding[];
  /** What a release needs; absent when AWS does not say whose account it is. */
  readonly policy?: IamPolicy;
}

/** Everything that doctor finds out. Credentials that are missing or refused are a finding too. Throws other AwsErrors. */
export async function diagnose(ports: Ports, patient: Patient, signal: AbortSignal): Promise<Diagnosis> {
  let caller: CallerIdentity;
  try {
    caller = await ports.identity.whoAmI(signal);
  } catch (error) {
    if (!(error instanceof AwsError) || !UNUSABLE.test(error.code)) throw error;
    const {code, message, suggestions} = error;
    return {findings: [{level: 'stop', code, subject: 'caller', message, suggestions}]};
  }
  const readiness = await observeAll(ports, patient, signal);
  const groups = permissionsOf(caller, patient, readiness);
  const lifetime = await ports.credentials.lifetime();
  const apis = await observeApisOf(ports, readiness, signal);
  const times = {nowMs: Date.now(), needsMs: longestRolloutMs(patient.file)};
  const places = {
    refs: patient.refs,
    ...artifactsOf(patient.file, caller),
  };
  const findings = [
    ...credentialFindings(caller, lifetime, times),
    ...(await leaseRoleFindings(ports, patient.file, caller, signal)),
    ...clockFindings(await ports.paced.access.clockSkewMs(signal)),
    ...permissionFindings(await tryPermissions(ports.paced.access, groups, places, signal)),
    ...(await managedBucketFindings(ports, patient.file, signal)),
    ...(await freezesOf(ports, patient.file, signal)),
    ...apis.flatMap(({observed, readiness: each}) =>
      apiFindings(each.rollout.ref, observed, {
        functionArn: functionArnOf(each.latest.arn),
        watched: patient.file?.rollout.analysis.apiStages,
      }),
    ),
    ...(await signaturesOf(ports, patient, {readiness, caller}, signal)),
    ...readiness.flatMap((each) => {
      const toldApis = bypassingApis(apis.find(({readiness: of}) => of === each)?.observed);
      return each ? readinessFindings(each, {...factsOf(patient.file, each), toldApis}) : [];
    }),
  ];
  return {findings, policy: toPolicy(groups)};
}

function factsOf(file: ReleaseFile | undefined, {rollout}: ObservedReadiness) {
  const settings = file?.functions.get(rollout.ref.functionName);
  const packageType = settings && (settings.image === undefined ? ('Zip' as const) : ('Image' as const));
  return {settings: file?.rollout.analysis, packageType};
}

/** What may not be read is told of as a permission that is denied. */
async function signaturesOf(
  ports: Ports,
  {refs, file}: Patient,
  {readiness, caller}: {readonly readiness: Readiness; readonly caller: CallerIdentity},
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const bucket = artifactsOf(file, caller).artifacts?.bucket;
  const findings: Finding[] = [];
  for (const [index, ref] of refs.entries()) {
    const latest = readiness[index]?.latest;
    const settings = file?.functions.get(ref.functionName);
    if (settings?.image !== undefined || latest?.packageType === 'Image') continue;
    const mayBeSigned = isInS3(settings?.source ?? '');
    const wish = await orDenied(readSigning(ports, settings?.signing ?? file?.signing, signal));
    const configuration = latest && (await orDenied(ports.signing.configurationOf(ref.functionName, signal)));
    const isUnversioned =
      wish?.signing && bucket !== undefined && !mayBeSigned && (await isUnversionedBucket(ports, bucket, signal));
    const refusals = [...(wish?.refusals ?? []), ...(isUnversioned ? [unversionedRefusal(bucket)] : [])];
    const {functionName} = ref;
    const subject = formatAliasRef(ref);
    findings.push(
      ...signingFindings({subject, functionName, signing: wish?.signing, refusals, mayBeSigned, configuration}),
    );
  }
  return findings;
}

/** One that is not there yet is made with versions, or missed by a release itself. */
async function isUnversionedBucket({artifacts}: Ports, bucket: string, signal: AbortSignal): Promise<boolean> {
  try {
    return (await orDenied(artifacts.isVersioned(bucket, signal))) === false;
  } catch (error) {
    if (error instanceof AwsError && error.code === 'BUCKET_NOT_FOUND') return false;
    throw error;
  }
}

async function leaseRoleFindings(
  ports: Ports,
  file: ReleaseFile | undefined,
  caller: CallerIdentity,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const role = file?.rollout.lease?.role;
  if (role === undefined) return [];
  return leaseFindings(role, caller, await observeLeaseRole(ports, role, signal));
}

interface ApisOf {
  readonly readiness: WithLatest;
  readonly observed: ObservedApis;
}

type WithLatest = ObservedReadiness & Required<Pick<ObservedReadiness, 'latest'>>;

/** Policies that may not be read are told of as a permission that is denied. */
async function observeApisOf(ports: Ports, readiness: Readiness, signal: AbortSignal): Promise<readonly ApisOf[]> {
  const found: ApisOf[] = [];
  for (const each of readiness) {
    if (!hasLatest(each)) continue;
    const {ref, alias} = each.rollout;
    const owners = [{functionName: ref.functionName}, ...(alias ? [ref] : [])];
    const observed = await orDenied(observeApis(ports, {functionArn: functionArnOf(each.latest.arn), owners}, signal));
    if (observed) found.push({readiness: each, observed});
  }
  return found;
}

function hasLatest(readiness: ObservedReadiness | undefined): readiness is WithLatest {
  return readiness?.latest !== undefined;
}

async function freezesOf(
  ports: Ports,
  file: ReleaseFile | undefined,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  if (!file?.freeze && !file?.blockers) return [];
  return freezeFindings(await freezeStanding(ports, file, signal), ports.clock.now());
}

/**
 * A release uses the bucket that lambda-release keeps itself wherever no other is named. One in other hands stops only a release that
 * names it: without a word of it, its name says nothing of who would use it.
 */
async function managedBucketFindings(
  {artifacts: {managed}}: Pick<Ports, 'artifacts'>,
  file: ReleaseFile | undefined,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const named = file?.artifacts?.bucket;
  if (named !== undefined && named !== MANAGED_BUCKET) return [];
  try {
    const {exists} = await managed.find(signal);
    return exists ? bucketFindings(await managed.examine(signal)) : [];
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== 'BUCKET_IN_OTHER_HANDS') throw error;
    if (named === undefined) return [];
    const {code, message, suggestions} = error;
    return [{level: 'stop', code, subject: 'artifacts', message, suggestions}];
  }
}

/** The least that the caller must be allowed, as an IAM policy. Throws AwsError. */
export async function leastPolicy(ports: Ports, patient: Patient, signal: AbortSignal): Promise<IamPolicy> {
  const caller = await ports.identity.whoAmI(signal);
  return toPolicy(permissionsOf(caller, patient, await observeAll(ports, patient, signal)));
}

async function observeAll(ports: Ports, {refs, file}: Patient, signal: AbortSignal): Promise<Readiness> {
  const hasSteps = stepsOf(file).length > 0;
  // Functions that may not be read keep their place.
  const observed = await inParallel(refs, PARALLEL_FUNCTIONS, async (ref) => ({
    readiness: await observeReadiness(ports.paced, ref, hasSteps, signal),
  }));
  return observed.map(({readiness}) => readiness);
}

function stepsOf(file: ReleaseFile | undefined) {
  return file?.rollout.steps ?? ROLLOUT_DEFAULTS.steps;
}

/** What the steps bake and the watch takes: less time no rollout needs. */
function longestRolloutMs(file: ReleaseFile | undefined): number {
  const watchMs = file?.rollout.watchMs ?? ROLLOUT_DEFAULTS.watchMs;
  return stepsOf(file).reduce((total, {bakeMs}) => total + bakeMs, watchMs);
}
