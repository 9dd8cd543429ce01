import {randomUUID} from 'node:crypto';
import {SandboxClock} from '../../../src/lib/sandbox/clock.js';
import {MetricsStore} from '../../../src/lib/sandbox/cloudwatch/metrics-store.js';
import type {
  ConcurrencyOf,
  InvocationRequest,
  InvocationResult,
  RunnableVersion,
} from '../../../src/lib/sandbox/invocation.js';
import {LogStore} from '../../../src/lib/sandbox/logs/log-store.js';
import {createInvoker, type InvokerOptions} from '../../../src/lib/sandbox/runtime/invoker.js';
import {zipOf} from '../zip-of.js';

/** Of a function with nothing reserved or provisioned. */
export const unreserved: ConcurrencyOf = {reserved: undefined, provisioned: undefined, provisionedTotal: 0};

const FUNCTION_ARN = 'arn:aws:lambda:eu-west-1:000000000000:function:checkout';

/** Version 7 of a function `checkout`, with one module that says `source`. */
export async function aVersion(source: string, overrides: Partial<RunnableVersion> = {}): Promise<RunnableVersion> {
  return {
    functionName: 'checkout',
    version: '7',
    functionArn: FUNCTION_ARN,
    handler: 'index.handler',
    runtime: 'nodejs20.x',
    runtimeArn: 'arn:aws:lambda:eu-west-1::runtime:abc',
    environment: {},
    timeoutSeconds: 10,
    memoryMb: 256,
    revisionKey: randomUUID(),
    zip: await zipOf({'index.mjs': source}),
    layerZips: [],
    logGroup: '/aws/lambda/checkout',
    logging: {LogFormat: 'Text'},
    ...overrides,
  };
}

/** An invoker with stores of its own and a way to call it as alias `live`. */
export function anInvoker(options: Partial<InvokerOptions> = {}) {
  const clock = options.clock ?? new SandboxClock({speed: 1, originMs: 0});
  const metrics = new MetricsStore(clock, {delayMs: 0});
  const logs = new LogStore(clock);
  const invoker = createInvoker({clock, metrics, logs, accountConcurrency: 100, maxProcesses: 4, ...options});
  const byVersion = (target: RunnableVersion): InvocationRequest => ({
    target,
    resource: `checkout:${target.version}`,
    invokedArn: `${FUNCTION_ARN}:${target.version}`,
    payload: Buffer.from('{}'),
    requestId: randomUUID(),
    concurrency: unreserved,
  });
  const invoke = (target: RunnableVersion, event: unknown = {}, overrides: Partial<InvocationRequest> = {}) =>
    invoker.invoke({
      ...byVersion(target),
      alias: 'live',
      resource: 'checkout:live',
      invokedArn: `${FUNCTION_ARN}:live`,
      payload: Buffer.from(JSON.stringify(event)),
      ...overrides,
    });
  const invokeVersion = (target: RunnableVersion) => invoker.invoke(byVersion(target));
  // Every event ends its line; what it says is easier to compare without.
  const lines = () => logs.events('/aws/lambda/checkout')?.map(({message}) => message.replace(/\n$/, '')) ?? [];
  return {clock, metrics, logs, lines, invoke, invokeVersion, [Symbol.asyncDispose]: () => invoker.close()};
}

/** The answer of a function, parsed. Fails when the call was throttled. */
export function answerOf(result: InvocationResult) {
  if (result.kind !== 'done') throw new Error(`Throttled: ${result.reason}`);
  return {value: JSON.parse(result.payload.toString('utf8')) as unknown, functionError: result.functionError};
}
