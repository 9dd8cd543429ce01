import {protocolOf} from './cloudwatch/protocol.js';
import {CloudWatchError} from './cloudwatch/service-error.js';
import {failure} from './lambda/failure.js';
import type {ServiceName} from './request-router.js';
import {SchedulerError} from './scheduler/scheduler-error.js';
import type {SandboxRequest, SandboxResponse} from './service.js';
import {signerFailure} from './signer/signer-service.js';
import {element, XML_DECLARATION} from './xml.js';

export interface ServiceError {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/** An error that no service raised itself (a fault, a wrong Region), in the wire form of the service that was asked. */
export function errorAnswer(service: ServiceName, request: SandboxRequest, error: ServiceError): SandboxResponse {
  const {status, code, message} = error;
  switch (service) {
    case 'lambda':
      return failure(status, code, message, {Type: status < 500 ? 'User' : 'Service'}).toResponse();
    case 'cloudwatch':
      return protocolOf(request).encodeError(new CloudWatchError(code, message, {status}), request.requestId);
    case 'logs':
    case 'ssm':
    case 'events':
    case 'ecr':
      return {
        status,
        headers: {'content-type': 'application/x-amz-json-1.1', 'x-amzn-errortype': code},
        body: JSON.stringify({__type: code, message}),
      };
    case 'sqs':
      return {
        status,
        headers: {'content-type': 'application/x-amz-json-1.0', 'x-amzn-query-error': `${code};Sender`},
        body: JSON.stringify({__type: `com.amazonaws.sqs#${code}`, message}),
      };
    case 'signer':
      return signerFailure(error);
    case 'scheduler':
      return new SchedulerError(status, code, message).toResponse();
    case 's3':
      return xml(status, `<Error>${codeAndMessage(error)}<RequestId>${request.requestId}</RequestId></Error>`);
    case 'sts': {
      const type = status < 500 ? 'Sender' : 'Receiver';
      return xml(
        status,
        `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>${type}</Type>${codeAndMessage(error)}</Error><RequestId>${request.requestId}</RequestId></ErrorResponse>`,
      );
    }
  }
}

/** How each service says "too fast". `operation` tells a throttled invocation from a throttled control-plane call. */
export function throttleAnswer(service: ServiceName, operation: string, request: SandboxRequest): SandboxResponse {
  if (service === 'lambda') {
    const reason = operation === 'Invoke' ? 'ConcurrentInvocationLimitExceeded' : 'CallerRateLimitExceeded';
    const members = {Reason: reason, Type: 'User'};
    return failure(429, 'TooManyRequestsException', 'Rate exceeded', members).toResponse();
  }
  return errorAnswer(service, request, throttles[service]);
}

const throttles: Readonly<Record<Exclude<ServiceName, 'lambda'>, ServiceError>> = {
  cloudwatch: {status: 400, code: 'Throttling', message: 'Rate exceeded'},
  logs: {status: 400, code: 'ThrottlingException', message: 'Rate exceeded'},
  s3: {status: 503, code: 'SlowDown', message: 'Please reduce your request rate.'},
  ssm: {status: 400, code: 'ThrottlingException', message: 'Rate exceeded'},
  sts: {status: 400, code: 'Throttling', message: 'Rate exceeded'},
  scheduler: {status: 429, code: 'ThrottlingException', message: 'Rate exceeded'},
  signer: {status: 429, code: 'TooManyRequestsException', message: 'Rate exceeded'},
  ecr: {status: 400, code: 'ThrottlingException', message: 'Rate exceeded'},
  events: {status: 400, code: 'ThrottlingException', message: 'Rate exceeded'},
  sqs: {status: 400, code: 'RequestThrottled', message: 'Rate exceeded'},
};

function codeAndMessage({code, message}: ServiceError): string {
  return element('Code', code) + element('Message', message);
}

function xml(status: number, body: string): SandboxResponse {
  return {status, headers: {'content-type': 'text/xml'}, body: XML_DECLARATION + body};
}
