/**
 * Stable codes of the AwsErrors that come out of the ports, with what each one means. They are the contract of `--json`:
 * add to them, never rename one.
 */
export const AWS_ERROR_CODES = {
  CREDENTIALS_MISSING: 'no credentials were found',
  CREDENTIALS_EXPIRED: 'the credentials were good once, or the SSO session has ended',
  CREDENTIALS_INVALID: 'AWS does not know the key, or the signature does not fit',
  REGION_MISSING: 'neither a flag nor the environment nor the profile names a region',
  REGION_INVALID: 'what is given as the region cannot be one',
  REGION_MISMATCH: 'the endpoint, or the sandbox, is in another region than the request',
  ACCESS_DENIED: 'the caller may not do this',
  CLOCK_SKEWED: "this machine's clock is too far from AWS's",
  FUNCTION_NOT_FOUND: 'no such function, or no such version or alias of it',
  ALIAS_NOT_FOUND: 'no such alias',
  LOG_GROUP_NOT_FOUND: 'no such log group: nothing was ever logged there, or it was deleted',
  LAYER_NOT_FOUND: 'no such layer, or no such version of it',
  BUCKET_NOT_FOUND: 'no such bucket',
  BUCKET_IN_OTHER_HANDS: 'the bucket belongs to another account, or the caller may not look at it',
  BUCKET_IN_OTHER_REGION: 'the bucket is not in the region of the function',
  ARTIFACT_MISMATCH: 'the object under this key holds other bytes',
  THROTTLED: 'AWS still said "too many requests" after the retries',
  PRECONDITION_FAILED: 'somebody wrote in between, or our own earlier attempt did and its answer was lost',
  UPDATE_IN_PROGRESS: 'the function is still being created or updated',
  RESOURCE_CONFLICT: 'another conflict with what is there',
  FUNCTION_EXISTS: 'a function of that name is there already',
  ALIAS_EXISTS: 'an alias of that name is there already',
  CODE_SHA_MISMATCH: '$LATEST does not hold the code that was to be published',
  CODE_STORAGE_EXCEEDED: "the region's code storage is full",
  CODE_SIGNING_REFUSED: 'the code signing configuration refuses this package',
  PACKAGE_TOO_LARGE: 'the request or the zip is larger than AWS takes',
  UNRESERVED_FLOOR: 'the reservation would leave less unreserved concurrency than AWS insists on',
  INVALID_REQUEST: 'AWS does not accept a value',
  METRICS_INCOMPLETE: 'CloudWatch did not give all the data asked for',
  NETWORK: 'the endpoint could not be reached, or the connection broke',
  TIMEOUT: 'no answer in time; a write may have been carried out',
  PROXY_FAILED: 'the proxy is none, or does not let the request through',
  CA_BUNDLE_UNREADABLE: 'the file that AWS_CA_BUNDLE names cannot be read',
  NOT_AN_AWS_ENDPOINT: 'something answered, but not in the language of AWS',
  AWS_INTERNAL: 'AWS failed on its side, also after the retries',
  AWS_ERROR: 'anything else AWS said',
} as const satisfies Record<string, string>;

export type AwsErrorCode = keyof typeof AWS_ERROR_CODES;
