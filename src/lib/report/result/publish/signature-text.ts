import {type CodeSignature, profileText} from '../../../model/source/signature.js';

/** `by release (version 4sY1kd92Lx), job arn:aws:signer:…`. */
export function signatureText({profileVersionArn, jobArn}: CodeSignature): string {
  return `by ${profileText(profileVersionArn)}, job ${jobArn}`;
}
