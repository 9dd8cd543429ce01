import type {SandboxResponse} from '../service.js';

interface FailureShape {
  readonly status: number;
  readonly code: string;
  /** AWS sends null where it explains nothing. */
  readonly message: string | null;
  /** Members of the answer besides the message, such as Type and Reason. */
  readonly members?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An error answer of Lambda. Thrown inside lambda/, turned into a response at its edge; never leaves the folder. */
export class LambdaFailure extends Error {
  private readonly shape: FailureShape;

  constructor(shape: FailureShape) {
    super(shape.message ?? shape.code);
    this.name = 'LambdaFailure';
    this.shape = shape;
  }

  /** REST-JSON as AWS sends it: the code in `x-amzn-ErrorType`, the text in `message` (`Message` for 404). */
  toResponse(): SandboxResponse {
    const {status, code, message, members, headers} = this.shape;
    const key = code === 'ResourceNotFoundException' ? 'Message' : 'message';
    return {
      status,
      headers: {'content-type': 'application/json', 'x-amzn-errortype': code, ...headers},
      body: JSON.stringify({...members, [key]: message}),
    };
  }
}

const user = {Type: 'User'};

/** 403 for what is of another account. Recorded of CreateFunction with a null message: SDKs know but the class. */
export function accessDenied(): LambdaFailure {
  return new LambdaFailure({status: 403, code: 'AccessDeniedException', message: null});
}

/** 404. AWS uses one class for a missing function, version and alias. */
export function notFound(message: string): LambdaFailure {
  return new LambdaFailure({status: 404, code: 'ResourceNotFoundException', message, members: user});
}

/** 400 for a value Lambda itself refuses (as opposed to a constraint of its model: see violations.ts). */
export function invalid(message: string): LambdaFailure {
  return new LambdaFailure({status: 400, code: 'InvalidParameterValueException', message, members: user});
}

/** The same class without `Type`: some account-limit refusals are recorded so. */
export function invalidUntyped(message: string): LambdaFailure {
  return new LambdaFailure({status: 400, code: 'InvalidParameterValueException', message});
}

/** 409: exists already, update in progress, still referenced. Never retried by SDKs. */
export function conflict(message: string): LambdaFailure {
  return new LambdaFailure({status: 409, code: 'ResourceConflictException', message, members: user});
}

/** 412: the RevisionId is not the current one; `call` names the API that tells it. */
export function staleRevision(
  call: 'GetFunction/GetAlias' | 'GetPolicy' | 'GetLayerPolicy' = 'GetFunction/GetAlias',
): LambdaFailure {
  const message = `The Revision Id provided does not match the latest Revision Id. Call the ${call} API to retrieve the latest Revision Id`;
  return new LambdaFailure({status: 412, code: 'PreconditionFailedException', message, members: user});
}

/** 413, absent from AWS's own model: SDKs throw it as a generic service error. */
export function tooLarge(message: string): LambdaFailure {
  return new LambdaFailure({status: 413, code: 'RequestEntityTooLargeException', message});
}

/** 429. The same class for a throttled invocation and a throttled control-plane call; `reason` tells which. */
export function throttled(reason: string, message: string, headers?: Readonly<Record<string, string>>): LambdaFailure {
  return new LambdaFailure({
    status: 429,
    code: 'TooManyRequestsException',
    message,
    members: {Reason: reason, ...user},
    ...(headers ? {headers} : {}),
  });
}

/** Any other class, by name. */
export function failure(
  status: number,
  code: string,
  message: string,
  members: Record<string, string> = user,
): LambdaFailure {
  return new LambdaFailure({status, code, message, members});
}
