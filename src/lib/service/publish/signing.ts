import type {SigningSettings} from '../../config/release-file.js';
import {AwsError} from '../../errors.js';
import {orDenied} from '../../observe/or-denied.js';
import type {ObservedFunction} from '../../observe/publish/function.js';
import type {LayerStep} from '../../plan/publish/layer.js';
import type {PublishPlan} from '../../plan/publish/publish.js';
import {profileRefusals, type SigningStep, signatureRefusals, unversionedRefusal} from '../../plan/publish/signing.js';
import type {Planned, Refusal} from '../../plan/refusal.js';
import type {CodeSigningConfiguration} from '../../ports/signing.js';
import type {Session} from '../session.js';

/** A profile that code is signed with, or why it cannot be. */
export interface SigningWish {
  readonly signing?: SigningStep;
  readonly refusals: readonly Refusal[];
}

/** Looks the profile up that is named; nothing is asked where none is. Throws AwsError. */
export async function readSigning(
  session: Pick<Session, 'signing'>,
  named: SigningSettings | undefined,
  signal: AbortSignal,
): Promise<SigningWish> {
  if (named === undefined) return {refusals: []};
  const profile = await session.signing.getProfile(named.profile, signal);
  const refusals = profileRefusals(named.profile, profile);
  if (profile === undefined || refusals.length > 0) return {refusals};
  return {signing: {profile: named.profile, profileVersionArn: profile.versionArn}, refusals};
}

type SentStep = Exclude<PublishPlan, {kind: 'nothing'}>['code'] | Extract<LayerStep, {kind: 'publish'}>['code'];

/**
 * A plan with the code signing configuration of its function, or what that refuses, and buckets that AWS Signer cannot take from. Only a plan that
 * sends something is asked about; what cannot be read is left to Lambda to say. Throws AwsError.
 */
export async function withSignatures(
  session: Pick<Session, 'signing' | 'artifacts' | 'events'>,
  planned: Planned<PublishPlan>,
  {observed, isSigned}: {readonly observed: ObservedFunction; readonly isSigned: boolean},
  signal: AbortSignal,
): Promise<Planned<PublishPlan>> {
  if (!planned.ok) return planned;
  const {plan} = planned;
  const steps: SentStep[] = [
    ...(plan.kind === 'nothing' || plan.code.kind === 'none' ? [] : [plan.code]),
    ...(plan.layer?.kind === 'publish' ? [plan.layer.code] : []),
  ];
  if (steps.length === 0) return planned;
  const {functionName, signing} = plan;
  const codeSigning = observed.latest && (await readDemand(session, functionName, signal));
  const [first, ...rest] = [
    ...signatureRefusals({functionName, signing, isSigned}, codeSigning),
    ...(await unversionedRefusals(session, steps, signal)),
  ];
  if (first !== undefined) return {ok: false, refusals: [first, ...rest]};
  return {ok: true, plan: {...plan, ...(codeSigning && {codeSigning})}};
}

/** A look ahead, and no more: Lambda refuses by itself what it does not take, so that a release does not end for want of it. */
async function readDemand(
  {signing, events}: Pick<Session, 'signing' | 'events'>,
  functionName: string,
  signal: AbortSignal,
): Promise<CodeSigningConfiguration | undefined> {
  try {
    return await orDenied(signing.configurationOf(functionName, signal));
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const message = `What signatures ${functionName} demands could not be read. ${error.message}`;
    events.emit({type: 'warning', code: 'CODE_SIGNING_UNREAD', message});
    return undefined;
  }
}

/** Buckets without versions that something is to be signed in; one that is made for it has them. Throws AwsError. */
export async function unversionedRefusals(
  {artifacts}: Pick<Session, 'artifacts'>,
  steps: readonly SentStep[],
  signal: AbortSignal,
): Promise<readonly Refusal[]> {
  const buckets = new Set<string>();
  for (const step of steps) {
    if (step.kind === 'object' && step.signing) buckets.add(step.bucket);
    if (step.kind === 's3' && step.signing && step.managed !== 'absent') buckets.add(step.bucket);
  }
  const refusals: Refusal[] = [];
  for (const bucket of buckets) {
    if ((await orDenied(artifacts.isVersioned(bucket, signal))) === false) refusals.push(unversionedRefusal(bucket));
  }
  return refusals;
}
