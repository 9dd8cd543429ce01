import type {CallLog} from './call-log.js';
import type {SandboxClock} from './clock.js';
import type {Callers} from './credentials/callers.js';
import {errorAnswer, throttleAnswer} from './error-answer.js';
import type {CallFault} from './fault.js';
import type {Faults} from './faults.js';
import {functionNameIn} from './lambda/function/function-target.js';
import {urlIdOf} from './lambda/url/serve-url.js';
import {isRegion} from './place.js';
import {operationOf, type ServiceName, serviceOf} from './request-router.js';
import type {SandboxRequest, SandboxResponse} from './service.js';
import type {World} from './world.js';
import type {Worlds} from './worlds.js';

export interface DispatcherOptions {
  readonly worlds: Worlds;
  readonly faults: Faults;
  readonly calls: CallLog;
  readonly clock: SandboxClock;
  readonly callers: Callers;
}

/** `undefined` = break the connection instead of answering. */
export type Answer = SandboxResponse | undefined;

/** Brings each call to its service in its own world, through the faults that are set, and keeps the record of it. */
export class Dispatcher {
  private readonly options: DispatcherOptions;

  constructor(options: DispatcherOptions) {
    this.options = options;
  }

  /** Answers a client, or refuses it for what it signs with. */
  async answerClient(request: SandboxRequest): Promise<Answer> {
    const service = serviceOf(request);
    const admitted = service ? this.options.callers.admit(request, service) : request;
    if (!('refused' in admitted) || !service) return this.answer('refused' in admitted ? request : admitted);
    const answer = errorAnswer(service, request, admitted.refused);
    const {calls, clock} = this.options;
    const at = new Date(clock.now()).toISOString();
    const operation = this.operationName(service, request);
    calls.add({at, service, operation, requestId: request.requestId, status: answer.status});
    return answer;
  }

  /** Answers without asking who calls: what the sandbox itself does. */
  async answer(request: SandboxRequest): Promise<Answer> {
    const {calls, clock, faults} = this.options;
    const at = new Date(clock.now()).toISOString();
    const urlId = urlIdOf(request);
    if (urlId !== undefined) return this.serveUrl(urlId, request);
    const service = serviceOf(request);
    const operation = this.operationName(service, request);
    const fault = service && faults.hit(service, operation);
    const answer = service ? await this.answerWith(fault, service, operation, request) : unknownService(request);
    calls.add({
      at,
      service,
      operation,
      requestId: request.requestId,
      ...(answer ? {status: answer.status} : {}),
      ...(fault ? {fault: fault.kind} : {}),
    });
    return answer;
  }

  private operationName(service: ServiceName | undefined, request: SandboxRequest): string {
    if (service === undefined) return 'Unknown';
    if (service === 'lambda') return this.worldOf(request).services.lambda.operationName(request) ?? 'Unknown';
    return operationOf(service, request);
  }

  private async answerWith(
    fault: CallFault | undefined,
    service: ServiceName,
    operation: string,
    request: SandboxRequest,
  ): Promise<Answer> {
    switch (fault?.kind) {
      case 'throttle':
        return throttleAnswer(service, operation, request);
      case 'error':
        return errorAnswer(service, request, fault);
      case 'html':
        return webPage(fault.status);
      case 'lost-request':
        return undefined;
      case 'lost-response':
        await this.serve(service, request);
        return undefined;
      case 'slow': {
        const answer = await this.serve(service, request);
        await new Promise<void>((resolve) => this.options.clock.after(fault.delayMs, resolve));
        return answer;
      }
      case 'other-writer':
        await this.serve(service, {...request, body: Buffer.from(JSON.stringify(fault.write))});
        return this.serve(service, request);
      case undefined:
        return this.serve(service, request);
    }
  }

  private async serve(service: ServiceName, request: SandboxRequest): Promise<SandboxResponse> {
    if (!isRegion(request.region)) {
      return errorAnswer(service, request, {
        status: 403,
        code: 'InvalidSignatureException',
        message: `Credential should be scoped to a valid region. The request is signed for ${request.region}.`,
      });
    }
    const {loads, services} = this.worldOf(request);
    if (service === 'cloudwatch') loads.catchUp();
    if (service === 'lambda' && request.method !== 'GET') loads.catchUp(functionIn(request.path));
    return services[service].handle(request);
  }

  // Not a call of an AWS API: it is signed for nobody, and neither recorded nor hit by faults.
  private async serveUrl(id: string, request: SandboxRequest): Promise<SandboxResponse> {
    for (const {services} of this.options.worlds.all()) {
      const answer = await services.lambda.serveUrl(id, request);
      if (answer) return answer;
    }
    return {status: 404, headers: {'content-type': 'application/json'}, body: JSON.stringify({Message: null})};
  }

  private worldOf({region, accountId}: SandboxRequest): World {
    return this.options.worlds.at({region, accountId});
  }
}

/** Of `/2015-03-31/functions/checkout/aliases/live`, by name or ARN; nothing for a path that names none. */
function functionIn(path: string): string | undefined {
  const [, named] = /\/functions\/([^/]+)/.exec(path) ?? [];
  return named === undefined ? undefined : functionNameIn(decodeURIComponent(named));
}

function unknownService(request: SandboxRequest): SandboxResponse {
  const message = `The sandbox emulates Lambda, CloudWatch, CloudWatch Logs, S3, SSM, STS, SQS, ECR, EventBridge and its Scheduler, not ${request.signedService ?? request.path}.`;
  const error = {status: 501, code: 'SandboxLimitation', message};
  // Services that are asked by forms, such as CloudFormation and IAM, answer in XML, all in the same words.
  if (request.headers['content-type']?.startsWith('application/x-www-form-urlencoded')) {
    return errorAnswer('sts', request, error);
  }
  return {
    status: 501,
    headers: {'content-type': 'application/json', 'x-amzn-errortype': error.code},
    body: JSON.stringify({message}),
  };
}

function webPage(status: number): SandboxResponse {
  return {
    status,
    headers: {'content-type': 'text/html; charset=utf-8'},
    body: '<!doctype html><html><head><title>Sign in</title></head><body><h1>Sign in to continue</h1></body></html>\n',
  };
}
