import {notedDigest} from '../../model/versions/content-note.js';
import type {ObservedFunction} from '../../observe/publish/function.js';
import type {PublishPlan} from './publish.js';
import {isSignedAs, type SigningStep} from './signing.js';

/** What AWS has of a content. */
interface KnownCode {
  readonly codeSha256: string;
  readonly zippedBytes: number;
}

/** The newest version's code, when its note says that it is this content, signed as it is to be; then nothing has to be packed to plan with it. */
export function knownCode(
  {newest}: ObservedFunction,
  contentDigest: string,
  signing?: SigningStep,
): KnownCode | undefined {
  if (newest === undefined || notedDigest(newest) !== contentDigest || !isSignedAs(newest, signing)) return undefined;
  return {codeSha256: newest.codeSha256, zippedBytes: newest.zippedBytes};
}

/** Whether code travels: when AWS has it in a version, but not in `$LATEST`, or nowhere. */
export function sendsCode(plan: PublishPlan): boolean {
  return plan.kind !== 'nothing' && plan.code.kind !== 'none';
}
