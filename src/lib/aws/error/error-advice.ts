import type {AwsErrorCode} from '../../ports/aws-error-code.js';
import type {Advice} from './advice.js';
import type {AwsCall} from './aws-call.js';
import {text} from './error-facts.js';
import {networkAdvice} from './network-advice.js';
import {throttleAdvice} from './throttle-advice.js';

type Details = Readonly<Record<string, unknown>>;
type Advise = (call: AwsCall, awsMessage: string, details: Details) => Advice;

const LOGIN = 'Run "aws sso login", or set AWS_PROFILE, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.';
const ENDPOINT = 'Look at AWS_ENDPOINT_URL and at the proxy settings: something other than AWS may be answering.';
const RERUN = 'Run the same command again: it reads the state afresh and goes on from there.';

/** The key is known, but the signature is not that of its secret. */
const UNSIGNED = new Set(['InvalidSignatureException', 'SignatureDoesNotMatch']);

/** Per code: what is wrong, naming the thing, and the way out. `awsMessage` is redacted already. */
const ADVICE: Readonly<Record<AwsErrorCode, Advise>> = {
  CREDENTIALS_MISSING: ({action}) => ({
    message: `No AWS credentials found for ${action}.`,
    suggestions: [LOGIN, 'If AWS_PROFILE is set, see that ~/.aws/config has a profile of that name.'],
  }),
  CREDENTIALS_EXPIRED: ({action}, said) => ({
    message: `The AWS credentials have expired (${action}): ${said}`,
    suggestions: [
      'Where AWS_SESSION_TOKEN is set, get new ones from where they came from, or unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN: variables go before a profile.',
      'With IAM Identity Center: aws sso login',
    ],
  }),
  CREDENTIALS_TIMEOUT: ({action}, said) => ({
    message: `No AWS credentials for ${action}: ${said}. A credential_process of the profile may wait for something.`,
    suggestions: [
      'See what it is, and run it by hand: aws configure get credential_process',
      'Or take credentials from elsewhere: --profile, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
    ],
  }),
  CREDENTIALS_INVALID: ({action}, said, {awsError}) => ({
    message: `AWS does not accept the credentials (${action}): ${said}`,
    suggestions: UNSIGNED.has(String(awsError))
      ? [
          'The secret does not belong to the key, or something on the way changes requests: see AWS_SECRET_ACCESS_KEY for quotes, spaces and line ends.',
          'See who you are with: aws sts get-caller-identity',
        ]
      : [
          'See who you are with: aws sts get-caller-identity',
          'A region that must be enabled first says so too: aws account list-regions --region-opt-status-contains ENABLED',
          'Keys that begin with ASIA need their AWS_SESSION_TOKEN; a key that was deleted or switched off needs another one.',
        ],
  }),
  REGION_MISMATCH: (_call, said) => ({
    message: `The request is for another region than the endpoint: ${said}`,
    suggestions: [
      'Pass the region of the endpoint with --region, or set AWS_REGION to it; a sandbox names its own in what "lambda-release sandbox start" prints.',
      'For AWS itself: unset AWS_ENDPOINT_URL',
    ],
  }),
  REGION_MISSING: () => ({
    message: 'No AWS region is set.',
    suggestions: ['Pass --region eu-west-1, or set AWS_REGION, or write "region" into the profile in ~/.aws/config.'],
  }),
  REGION_INVALID: (_call, said) => ({
    message: `There is no such AWS region: ${said}`,
    suggestions: [
      'Look at --region, LAMBDA_RELEASE_REGION, AWS_REGION and "region" in the profile, for spaces and line ends too: eu-west-1.',
    ],
  }),
  ACCESS_DENIED: ({action, subject}, said) => ({
    message: `AWS does not allow ${action} on ${subject}: ${said}`,
    suggestions: [
      `Allow ${action} on ${subject} in the policy of the caller; a policy that names only the unqualified ARN does not cover versions and aliases, and the other way round.`,
      'See who you are with: aws sts get-caller-identity',
    ],
  }),
  CLOCK_SKEWED: ({action}, said) => ({
    message: `AWS refused the time stamp of ${action}: ${said}`,
    suggestions: ["Set this machine's clock: it must be within five minutes of AWS's."],
  }),
  FUNCTION_NOT_FOUND: ({subject}, said) => ({
    message: `AWS knows no ${subject} in this region and account: ${said}`,
    suggestions: [
      'See that the name, --region and the account are the right ones: aws lambda list-functions',
      `A function that is not there yet is created by: lambda-release publish ${functionOf(subject)} --create --role ARN`,
    ],
  }),
  ALIAS_NOT_FOUND: ({subject}) => ({
    message: `AWS knows no ${subject} in this region and account.`,
    suggestions: [`See which aliases there are with: lambda-release status ${functionOf(subject)}`],
  }),
  LOG_GROUP_NOT_FOUND: ({subject}) => ({
    message: `There is no ${subject}.`,
    suggestions: [
      'A function makes its log group with its first line: invoke it, and see that its role may write logs (AWSLambdaBasicExecutionRole).',
    ],
  }),
  LAYER_NOT_FOUND: ({subject}) => ({
    message: `AWS knows no ${subject} in this region and account.`,
    suggestions: ['See which layers there are with: lambda-release layers list'],
  }),
  BUCKET_NOT_FOUND: ({subject}) => ({
    message: `There is no ${subject}.`,
    suggestions: ['See that the name is right, or create the bucket in the region of the function.'],
  }),
  OBJECT_NOT_FOUND: ({subject}) => ({
    message: `There is no ${subject}.`,
    suggestions: ['See that the job which builds it has ended, and that bucket and key are right.'],
  }),
  BUCKET_IN_OTHER_HANDS: ({subject}, said) => ({
    message: `The ${subject} belongs to another account, or you may not look at it: ${said}`,
    suggestions: [
      `When it is yours, allow s3:ListBucket on the ${subject}: lambda-release doctor --policy lists what a release needs.`,
      'Otherwise name a bucket of your own in the region of the function: --bucket NAME',
    ],
  }),
  BUCKET_IN_OTHER_REGION: ({subject}, said) => ({
    message: `The ${subject} is not in the region of the function: ${said}`,
    suggestions: ['Lambda copies code only from a bucket of its own region: name one with --bucket.'],
  }),
  ARTIFACT_MISMATCH: ({subject}, said) => ({
    message: `The ${subject} holds other bytes than its name says: ${said}`,
    suggestions: ['Find out who wrote it, delete it, and run the command again.', 'Or choose another --prefix.'],
  }),
  IMAGE_MISMATCH: ({subject}, said) => ({
    message: `What came from the ${subject} is not what its digest says: ${said}`,
    suggestions: [RERUN, 'When it stays so, push the image again, and see what stands between here and ECR.'],
  }),
  THROTTLED: (call, said, details) =>
    throttleAdvice(call, said, {reason: text(details, 'reason'), functionName: functionOf(call.subject)}),
  PRECONDITION_FAILED: ({subject}, _said, {lostAttempts}) =>
    lostAttempts === undefined
      ? {
          message: `Somebody else changed ${subject} in the meantime.`,
          suggestions: [RERUN, 'CloudTrail names who it was.'],
        }
      : {
          message: `The ${subject} was changed in the meantime, by this command or by somebody else.`,
          suggestions: [RERUN],
        },
  UPDATE_IN_PROGRESS: ({subject}) => ({
    message: `An update of ${subject} is still in progress.`,
    suggestions: ['Wait until it has ended and run the command again.'],
  }),
  SNAPSHOT_NOT_READY: ({subject}, said) => ({
    message: `AWS has no snapshot of ${subject} ready to start it from, and did not call it: ${said}`,
    suggestions: ['AWS takes one now, which takes minutes: wait until it is Active and run the command again.'],
  }),
  RESOURCE_CONFLICT: ({action, subject}, said) => ({
    message: `${action} conflicts with what is there (${subject}): ${said}`,
    suggestions: [RERUN],
  }),
  FUNCTION_EXISTS: ({subject}) => ({
    message: `The ${subject} exists already.`,
    suggestions: ['Run the command again: it updates the function that is there.'],
  }),
  ALIAS_EXISTS: ({subject}) => ({message: `The ${subject} exists already.`, suggestions: [RERUN]}),
  CODE_SHA_MISMATCH: ({subject}) => ({
    message: `Somebody else uploaded other code to ${subject} before it could be published.`,
    suggestions: [RERUN],
  }),
  CODE_STORAGE_EXCEEDED: ({subject}, said) => ({
    message: `The region's code storage is full, ${subject} cannot take another version: ${said}`,
    suggestions: ['Delete versions of functions and layers that nobody needs any more; the quota cannot be raised.'],
  }),
  CODE_SIGNING_REFUSED: ({subject}, said) => ({
    message: `The code signing configuration of ${subject} refuses this package: ${said}`,
    suggestions: [
      'Name a signing profile that the configuration allows, for its layers too: signing: {profile: NAME} in the release file.',
      'See what it allows: lambda-release doctor',
    ],
  }),
  CODE_SIGNATURE_INVALID: ({subject}, said) => ({
    message: `The signature of this package for ${subject} does not hold: ${said}`,
    suggestions: [
      'Lambda refuses that whatever the configuration says: have the package signed as it is now, and change nothing of it afterwards.',
      'With signing: {profile: NAME} in the release file lambda-release has it signed.',
    ],
  }),
  CODE_SIGNING_CONFIG_NOT_FOUND: ({subject}, said) => ({
    message: `The code signing configuration for ${subject} is gone: ${said}`,
    suggestions: [
      'See which there are: aws lambda list-code-signing-configs',
      'Attach one again: aws lambda put-function-code-signing-config --function-name NAME --code-signing-config-arn ARN',
    ],
  }),
  PACKAGE_TOO_LARGE: ({subject}, said) => ({
    message: `The package of ${subject} is too large: ${said}`,
    suggestions: [
      'Leave files out with .lambdaignore, or move dependencies into a layer.',
      'Above 50 MiB zipped, name a bucket with --bucket.',
    ],
  }),
  UNRESERVED_FLOOR: ({subject}, said) => ({
    message: `AWS refuses to reserve that much for ${subject}: ${said}`,
    suggestions: [
      'Reserve less, or free what other functions hold: lambda-release concurrency show',
      'Or ask AWS for a higher concurrency quota: Service Quotas, AWS Lambda, Concurrent executions.',
    ],
  }),
  INVALID_REQUEST: ({action, subject}, said) => ({
    message: `AWS refused ${action} on ${subject}: ${said}`,
    suggestions:
      action === 'lambda:CreateFunction'
        ? ['Mend the value AWS names. A role made seconds ago is not usable yet: wait ten seconds and run it again.']
        : ['Mend the value AWS names and run the command again.'],
  }),
  LEASE_ROLE_REFUSED: ({subject}, said) => ({
    message: `EventBridge Scheduler cannot use the role of the ${subject}: ${said}`,
    suggestions: [
      'Let scheduler.amazonaws.com assume it; templates/lease-role.yaml and templates/lease-role.tf make one.',
      'A role made seconds ago is not known everywhere yet: run the same command again in half a minute.',
    ],
  }),
  METRICS_INCOMPLETE: ({subject}, said) => ({
    message: `CloudWatch did not give all the metrics of ${subject}: ${said}`,
    suggestions: [RERUN],
  }),
  NETWORK: (call, said, details) => networkAdvice(call, said, connectionFacts(call, details)),
  PROXY_FAILED: (_call, said) => ({
    message: `The proxy does not let AWS calls through: ${said}`,
    suggestions: [
      'See HTTPS_PROXY and HTTP_PROXY (http://user:password@host:port), and that the proxy allows the host.',
      'Hosts that need no proxy belong into NO_PROXY.',
    ],
  }),
  CA_BUNDLE_UNREADABLE: ({subject}, said) => ({
    message: `AWS_CA_BUNDLE names ${subject}, which cannot be read: ${said}`,
    suggestions: ['Name a PEM file with all the certificate authorities to trust, or unset AWS_CA_BUNDLE'],
  }),
  TIMEOUT: ({action, subject}, said, details) => ({
    message: `No answer to ${action} on ${subject} in time${through(details)}: ${said}`,
    suggestions: [details.lostAttempts === undefined ? RERUN : `It may have been carried out all the same. ${RERUN}`],
  }),
  NOT_AN_AWS_ENDPOINT: ({action}, said, details) => ({
    message: `What answered ${action}${through(details)} is not an AWS endpoint: ${said}`,
    suggestions: [ENDPOINT],
  }),
  AWS_INTERNAL: ({action, subject}, said) => ({
    message: `AWS failed at ${action} on ${subject}, also after the retries: ${said}`,
    suggestions: ['See https://health.aws.amazon.com for the region.', RERUN],
  }),
  AWS_ERROR: ({action, subject}, said) => ({
    message: `AWS refused ${action} on ${subject}: ${said}`,
    suggestions: ['Follow what AWS says and run the command again.'],
  }),
};

/** Codes whose own text says already that a request may have been carried out. */
const SAYS_SO = new Set<AwsErrorCode>(['PRECONDITION_FAILED', 'TIMEOUT']);

/** The message and the ways out of an error, for a person. `details` is what else is known of it. */
export function toAdvice(code: AwsErrorCode, call: AwsCall, awsMessage: string, details: Details = {}): Advice {
  const said = awsMessage === '' || awsMessage === 'UnknownError' ? 'AWS gave no reason.' : awsMessage;
  const advice = ADVICE[code](call, said, details);
  if (details.lostAttempts === undefined || SAYS_SO.has(code)) return advice;
  return {
    ...advice,
    message: `${advice.message} ${call.action} may have been carried out all the same: the answer to an attempt was lost.`,
  };
}

function connectionFacts({action}: AwsCall, details: Details) {
  const service = SERVICES[action.replace(/:.*$/, '')];
  const own = service && process.env[`AWS_ENDPOINT_URL_${service}`];
  return {
    networkCode: text(details, 'networkCode'),
    proxy: text(details, 'proxy'),
    endpointUrl: own || process.env.AWS_ENDPOINT_URL || undefined,
  };
}

/** How the SDK's variables name services that IAM names otherwise. */
const SERVICES: Readonly<Record<string, string>> = {
  ecr: 'ECR',
  lambda: 'LAMBDA',
  cloudwatch: 'CLOUDWATCH',
  logs: 'CLOUDWATCH_LOGS',
  s3: 'S3',
  scheduler: 'SCHEDULER',
  ssm: 'SSM',
  sts: 'STS',
};

function through(details: Details): string {
  const proxy = text(details, 'proxy');
  return proxy === undefined ? '' : ` through the proxy ${proxy}`;
}

/** The function in `function checkout:7` or `alias checkout:live`. */
function functionOf(subject: string): string {
  return subject.replace(/^\w+ /, '').replace(/:.*$/, '');
}
