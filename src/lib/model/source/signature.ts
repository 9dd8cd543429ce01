/** The platform of AWS Signer that signs for Lambda; a profile is of one platform for good (Signer API, PutSigningProfile). */
export const LAMBDA_PLATFORM = 'AWSLambda-SHA384-ECDSA';

/** Who signed some code, as Lambda tells it. */
export interface CodeSignature {
  readonly jobArn: string;
  /** ARN of the signing profile with its version. */
  readonly profileVersionArn: string;
}

/** The file that AWS Signer puts into a zip; a zip that has one it does not sign again (Signer Developer Guide, "Signing jobs for Lambda"). */
const SIGNATURE_PATH = /^META[-_]INF\/aws_signer_signature_v[\w.]+\.SF$/i;

/** Whether a zip with these paths is signed already. By whom, and whether rightly so, Lambda alone checks. */
export function holdsSignature(paths: readonly string[]): boolean {
  return paths.some((path) => SIGNATURE_PATH.test(path));
}

/** `release (version 4sY1…)` of `arn:aws:signer:<region>:<account>:/signing-profiles/<name>/<version>`; what is no such ARN stays as it is. */
export function profileText(profileVersionArn: string): string {
  const [, name, version] = /:\/signing-profiles\/([^/]+)\/([^/]+)$/.exec(profileVersionArn) ?? [];
  return name === undefined ? profileVersionArn : `${name} (version ${version})`;
}

/** The version alone, by which profiles that have had the same name are told apart; `undefined` when it is no such ARN. */
export function profileVersion(profileVersionArn: string): string | undefined {
  return /:\/signing-profiles\/[^/]+\/([A-Za-z0-9]+)$/.exec(profileVersionArn)?.[1];
}

/** Where the signed object of `lambda/<digest>.zip` goes, under a name of AWS Signer's own: `lambda/signed/`. */
export function signedPrefix(key: string): string {
  return `${key.slice(0, key.lastIndexOf('/') + 1)}signed/`;
}
