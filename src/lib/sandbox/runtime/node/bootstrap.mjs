// Lambda's Node.js runtime as the sandbox has it: loads one handler, then takes events from the Runtime API, one at a
// time. Plain JavaScript, because it runs in a process of its own, unbuilt.
import {failurePayload} from './failure-payload.mjs';
import {loadHandler} from './load-handler.mjs';
import {Log} from './log.mjs';
import {installAwsLambda, isStreaming, ResponseStream} from './response-stream.mjs';
import {RuntimeClient} from './runtime-client.mjs';

const {env} = process;
const log = new Log({
  fd: Number(env._LAMBDA_TELEMETRY_LOG_FD),
  clock: JSON.parse(env._SANDBOX_CLOCK ?? '{"speed":1,"originMs":0}'),
  json: env.AWS_LAMBDA_LOG_FORMAT === 'JSON',
  level: env.AWS_LAMBDA_LOG_LEVEL,
});
// The handler finds what Lambda's own runtime leaves it.
delete env._LAMBDA_TELEMETRY_LOG_FD;
delete env._SANDBOX_CLOCK;

// Without the sandbox there is nobody to work for.
const client = new RuntimeClient(env.AWS_LAMBDA_RUNTIME_API, () => process.exit(0));
let handler;
let invocation;

log.install(() => invocation?.requestId ?? 'undefined');
installAwsLambda();

process.on('uncaughtException', (error) => die(error));
process.on('unhandledRejection', (reason) => {
  const error = new Error(String(reason instanceof Error ? `${reason.name}: ${reason.message}` : reason));
  error.name = 'Runtime.UnhandledPromiseRejection';
  if (reason instanceof Error) error.stack = `${error.name}: ${error.message}\n${reason.stack ?? ''}`;
  die(error);
});
// Lambda answers once the event loop is empty: with what the callback was given, or with null when nobody answered.
process.on('beforeExit', () => invocation?.finish(invocation.answered ?? {result: null}));

void start();

async function start() {
  try {
    handler = await loadHandler(env.LAMBDA_TASK_ROOT, env._HANDLER);
  } catch (error) {
    const payload = failurePayload(error);
    log.failure('Uncaught Exception', payload, 'undefined');
    await client.post('init/error', errorType(payload), payload);
    process.exit(1);
  }
  take(await client.next());
}

function take({headers, body}) {
  const requestId = headers['lambda-runtime-aws-request-id'];
  env._X_AMZN_TRACE_ID = headers['lambda-runtime-trace-id'];
  const current = {
    requestId,
    answered: undefined,
    stream: undefined,
    finish(answer) {
      const {text, error} = answer.error ?? serialize(answer.result);
      invocation = undefined;
      if (text === undefined) this.fail(failurePayload(error));
      else void client.postThenNext(`invocation/${requestId}/response`, rss(), text).then(take);
    },
    fail(payload) {
      log.failure('Invoke Error', payload, requestId);
      const headers = {...rss(), ...errorType(payload)};
      void client.postThenNext(`invocation/${requestId}/error`, headers, payload).then(take);
    },
  };
  invocation = current;
  // Off this turn of the loop: an exception of the handler is then the handler's.
  queueMicrotask(() => run(current, headers, body));
}

function run(current, headers, body) {
  const settle = (answer) => {
    if (invocation === current) current.finish(answer);
  };
  try {
    const context = contextFor(headers);
    const event = JSON.parse(body.toString('utf8'));
    if (isStreaming(handler)) return runStreaming(current, event, context);
    const callback = (error, result) => {
      if (current.answered || invocation !== current) return;
      current.answered = error === undefined || error === null ? {result} : {error: {error}};
      // A failure, and a callback told not to wait, answer at once; else an empty event loop is awaited, as on Lambda.
      if (current.answered.error || !context.callbackWaitsForEmptyEventLoop) settle(current.answered);
    };
    context.done = callback;
    context.succeed = (result) => callback(null, result);
    context.fail = (error) => callback(error ?? new Error('Unknown'));
    const returned = handler(event, context, callback);
    if (typeof returned?.then === 'function') {
      returned.then(
        (result) => settle({result}),
        (error) => settle({error: {error}}),
      );
    }
  } catch (error) {
    settle({error: {error}});
  }
}

async function runStreaming(current, event, context) {
  const mode = {'lambda-runtime-function-response-mode': 'streaming'};
  const stream = new ResponseStream(
    (contentType) =>
      client.stream(`invocation/${current.requestId}/response`, {...mode, ...rss(), 'content-type': contentType}),
    handler.highWaterMark,
  );
  current.stream = stream;
  // Without it the stream would wait, and the event loop be empty, before anything is sent.
  const alive = setInterval(() => undefined, 1000);
  try {
    await handler(event, stream, context);
    if (!stream.writableEnded) stream.end();
    if (!stream.writableFinished) {
      await new Promise((resolve, reject) => stream.once('finish', resolve).once('error', reject));
    }
    await stream.close();
  } catch (error) {
    const payload = failurePayload(error);
    log.failure('Invoke Error', payload, current.requestId);
    await breakOff(current, payload);
  }
  clearInterval(alive);
  invocation = undefined;
  take(await client.next());
}

/** Answers with a failure: behind what a stream has already sent, or instead of it. */
function breakOff(current, payload) {
  if (!current.stream?.begun) {
    return client.post(`invocation/${current.requestId}/error`, {...rss(), ...errorType(payload)}, payload);
  }
  return current.stream.close({
    ...errorType(payload),
    'lambda-runtime-function-error-body': Buffer.from(payload).toString('base64'),
  });
}

function rss() {
  return {'sandbox-rss-bytes': process.memoryUsage.rss()};
}

function contextFor(headers) {
  const deadlineMs = Number(headers['lambda-runtime-deadline-ms']);
  return {
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
    callbackWaitsForEmptyEventLoop: true,
    awsRequestId: headers['lambda-runtime-aws-request-id'],
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    clientContext: jsonOf(headers['lambda-runtime-client-context']),
    identity: jsonOf(headers['lambda-runtime-cognito-identity']),
    getRemainingTimeInMillis: () => Math.max(0, deadlineMs - Date.now()),
  };
}

// HTTP headers are read as Latin-1; what is in these is UTF-8.
function jsonOf(header) {
  return header && JSON.parse(Buffer.from(header, 'latin1').toString('utf8'));
}

function serialize(result) {
  try {
    return {text: JSON.stringify(result === undefined ? null : result) ?? 'null'};
  } catch (error) {
    return {error: new Error(`Unable to stringify response body: ${error.message}`)};
  }
}

function errorType(payload) {
  // A header carries Latin-1 without line ends; the type is the handler's own word.
  return {'lambda-runtime-function-error-type': String(JSON.parse(payload).errorType).replace(/[^\x20-\x7e]/g, '?')};
}

// Lambda reports what nobody caught as the answer of the running invocation and ends the environment.
function die(error) {
  const payload = failurePayload(error);
  const current = invocation;
  log.failure('Uncaught Exception', payload, current?.requestId ?? 'undefined');
  if (current) void breakOff(current, payload).then(() => process.exit(129));
  else if (handler === undefined)
    void client.post('init/error', errorType(payload), payload).then(() => process.exit(129));
  else process.exit(129);
}
