import {type CodeSignature, LAMBDA_PLATFORM, profileText, profileVersion} from '../../model/source/signature.js';
import {notedSigner} from '../../model/versions/content-note.js';
import type {CodeSigningConfiguration, SigningProfile} from '../../ports/signing.js';
import type {Refusal} from '../refusal.js';

/** Who signs code on its way to Lambda. */
export interface SigningStep {
  /** Name of the signing profile. */
  readonly profile: string;
  /** Its ARN with the version it has now: code that another one signed is signed anew. */
  readonly profileVersionArn: string;
}

interface KnownCode {
  readonly description: string;
  readonly codeSha256: string;
  readonly signature?: CodeSignature;
}

/**
 * The version of the profile that signed some code, by AWS or by our own note: whether Lambda tells it of a function without a code signing
 * configuration is written nowhere.
 */
export function signerOf(code: KnownCode): string | undefined {
  return (code.signature && profileVersion(code.signature.profileVersionArn)) ?? notedSigner(code);
}

/** Whether code has the signature that it is to have; code that need have none may have any. */
export function isSignedAs(code: KnownCode, signing: SigningStep | undefined): boolean {
  return signing === undefined || signerOf(code) === profileVersion(signing.profileVersionArn);
}

/** What speaks against signing with a profile; `undefined` for one that is not there. */
export function profileRefusals(name: string, profile: SigningProfile | undefined): readonly Refusal[] {
  if (profile === undefined) {
    return [
      {
        code: 'SIGNING_PROFILE_NOT_FOUND',
        message: `There is no signing profile ${name} in this region and account.`,
        suggestions: [
          'See which there are: aws signer list-signing-profiles',
          `Or make it: aws signer put-signing-profile --profile-name ${name} --platform-id ${LAMBDA_PLATFORM}`,
        ],
        details: {profile: name},
      },
    ];
  }
  const {platform, status} = profile;
  if (status !== 'Active') {
    return [
      {
        code: 'SIGNING_PROFILE_ENDED',
        message: `The signing profile ${name} is ${status === '' ? 'not active' : status.toLowerCase()}: AWS Signer signs nothing with it any more.`,
        suggestions: [
          'Name another profile: signing: {profile: NAME} in the release file.',
          'See which there are: aws signer list-signing-profiles',
        ],
        details: {profile: name, status},
      },
    ];
  }
  if (platform === LAMBDA_PLATFORM) return [];
  return [
    {
      code: 'SIGNING_PROFILE_PLATFORM',
      message: `The signing profile ${name} is of the platform ${platform}; for Lambda it must be ${LAMBDA_PLATFORM}.`,
      suggestions: [
        `Make one, and name it in the release file: aws signer put-signing-profile --profile-name lambda_release --platform-id ${LAMBDA_PLATFORM}`,
      ],
      details: {profile: name, platform},
    },
  ];
}

interface SentCode {
  readonly functionName: string;
  /** Absent when nothing signs it on its way. */
  readonly signing?: SigningStep | undefined;
  /** It came with a signature, and Lambda says whose. */
  readonly isSigned: boolean;
}

/** What the function's code signing configuration would refuse of code that is to be sent; what only warns stops nothing. */
export function signatureRefusals(
  {functionName, signing, isSigned}: SentCode,
  configuration: CodeSigningConfiguration | undefined,
): readonly Refusal[] {
  if (!configuration?.enforces || (signing === undefined && isSigned)) return [];
  const {arn, allowedProfileVersions} = configuration;
  const allowed = allowedProfileVersions.map(profileText).join(', ');
  const details = {codeSigningConfig: arn, allowedProfileVersions};
  if (signing === undefined) {
    return [
      {
        code: 'CODE_UNSIGNED',
        message: `${functionName} takes only code that is signed by ${allowed} (Enforce), and nothing says who signs this.`,
        suggestions: [
          'Name the profile: signing: {profile: NAME} in the release file.',
          'Or release an object that is signed already: source: s3://BUCKET/KEY',
        ],
        details,
      },
    ];
  }
  if (allowedProfileVersions.includes(signing.profileVersionArn)) return [];
  return [
    {
      code: 'SIGNING_PROFILE_NOT_ALLOWED',
      message: `${functionName} takes only code that is signed by ${allowed} (Enforce), and not by ${profileText(signing.profileVersionArn)}.`,
      suggestions: [
        'Name a profile that it takes: signing: {profile: NAME} in the release file.',
        `Or have it taken: aws lambda update-code-signing-config --code-signing-config-arn ${arn} --allowed-publishers SigningProfileVersionArns=${[...allowedProfileVersions, signing.profileVersionArn].join(',')}`,
      ],
      details: {...details, profileVersionArn: signing.profileVersionArn},
    },
  ];
}

/** A bucket without versions, of which AWS Signer takes nothing: it signs one version of an object (Signer API, S3Source). */
export function unversionedRefusal(bucket: string): Refusal {
  return {
    code: 'BUCKET_NOT_VERSIONED',
    message: `AWS Signer signs objects by their version, and the bucket ${bucket} keeps none.`,
    suggestions: [
      `Turn versions on: aws s3api put-bucket-versioning --bucket ${bucket} --versioning-configuration Status=Enabled`,
      'Old versions stay until a lifecycle rule deletes them: see "noncurrent" in the S3 User Guide.',
    ],
    details: {bucket},
  };
}

/** What a function demands of signatures: `code signed by release (version 4sY1kd92Lx); refuses other code (Enforce)`. */
export function codeSigningText({allowedProfileVersions, enforces}: CodeSigningConfiguration): string {
  const rest = enforces ? 'refuses other code (Enforce)' : 'takes other code too, and counts it (Warn)';
  return `code signed by ${allowedProfileVersions.map(profileText).join(', ')}; ${rest}`;
}
