import type {CodeSignature} from '../../model/source/signature.js';

interface Answered {
  readonly SigningJobArn?: string | undefined;
  readonly SigningProfileVersionArn?: string | undefined;
}

/** Who signed some code, where AWS says it. */
export function toSignature(answer: Answered | undefined): {readonly signature?: CodeSignature} {
  const {SigningJobArn: jobArn, SigningProfileVersionArn: profileVersionArn} = answer ?? {};
  return jobArn && profileVersionArn ? {signature: {jobArn, profileVersionArn}} : {};
}
