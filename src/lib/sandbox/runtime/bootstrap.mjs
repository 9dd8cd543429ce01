// An execution environment: loads one handler and runs one invocation at a time, told by its parent over the IPC channel.
// Plain JavaScript, because it runs in a process of its own, unbuilt. The messages are described in environment.ts.
import {formatWithOptions} from 'node:util';
import {failurePayload} from './failure-payload.mjs';
import {loadHandler} from './load-handler.mjs';

// The handler gets a process without our channel: what it sends or disconnects must not be mistaken for ours.
const channel = process.channel;
const sendToParent = process.send.bind(process);
process.send = undefined;

// Without a parent there is nobody to work for: not even a process that was orphaned before it could listen stays.
function send(message, sent) {
  if (!process.connected) process.exit(0);
  sendToParent(message, sent);
}
if (!process.connected) process.exit(0);

let clock = {speed: 1, originMs: 0};
let about;
let handler;
let invocation;

process.on('disconnect', () => process.exit(0));
// Ctrl-C reaches the whole process group. The sandbox decides when handlers end: a release that is being taken back
// because of that very Ctrl-C must not see them fail.
process.on('SIGINT', () => undefined);
process.on('message', (message) => {
  if (message.type === 'start') void start(message);
  else if (message.type === 'invoke') invoke(message);
});
process.on('uncaughtException', (error) => die(error));
process.on('unhandledRejection', (reason) => {
  const error = new Error(String(reason instanceof Error ? `${reason.name}: ${reason.message}` : reason));
  error.name = 'Runtime.UnhandledPromiseRejection';
  if (reason instanceof Error) error.stack = `${error.name}: ${error.message}\n${reason.stack ?? ''}`;
  die(error);
});
// Lambda answers once the event loop is empty: with what the callback was given, or with null when nobody answered.
process.on('beforeExit', () => {
  channel.ref();
  invocation?.finish(invocation.answered ?? {result: null});
});

for (const [method, level] of Object.entries({
  log: 'INFO',
  info: 'INFO',
  warn: 'WARN',
  error: 'ERROR',
  debug: 'DEBUG',
  trace: 'TRACE',
})) {
  console[method] = (...values) => writeLog(level, formatWithOptions({depth: 4}, ...values));
}

function now() {
  return Math.floor(clock.originMs + (Date.now() - clock.originMs) * clock.speed);
}

// The line format of Lambda's Node.js runtime: time, request id, level, message, separated by tabs.
function writeLog(level, text, id = invocation?.requestId ?? 'undefined') {
  send({type: 'log', line: `${new Date(now()).toISOString()}\t${id}\t${level}\t${text}`});
}

async function start(message) {
  clock = message.clock;
  about = message.about;
  try {
    handler = await loadHandler(message.taskRoot, message.handler);
    // Counted from the start of the process, as Lambda's Init Duration is.
    send({type: 'ready', initMs: performance.now()});
  } catch (error) {
    const payload = failurePayload(error);
    writeLog('ERROR', `Uncaught Exception \t${payload}`);
    send({type: 'initFailed', payload}, () => process.exit(1));
  }
}

function invoke(message) {
  const startedAt = performance.now();
  channel.unref();
  invocation = {
    requestId: message.requestId,
    answered: undefined,
    finish(answer) {
      const durationMs = performance.now() - startedAt;
      const {text, error} = answer.error ?? serialize(answer.result);
      invocation = undefined;
      channel.ref();
      const result = {type: 'result', requestId: message.requestId, durationMs, rssBytes: process.memoryUsage.rss()};
      if (text !== undefined) {
        send({...result, payload: text});
        return;
      }
      const payload = failurePayload(error);
      writeLog('ERROR', `Invoke Error \t${payload}`, message.requestId);
      send({...result, payload, functionError: 'Unhandled'});
    },
  };
  run(message, invocation);
}

function run(message, current) {
  const settle = (answer) => {
    if (invocation === current) current.finish(answer);
  };
  try {
    const context = contextFor(message);
    const callback = (error, result) => {
      if (current.answered || invocation !== current) return;
      current.answered = error === undefined || error === null ? {result} : {error: {error}};
      // A failure, and a callback told not to wait, answer at once; else an empty event loop is awaited, as on Lambda.
      if (current.answered.error || !context.callbackWaitsForEmptyEventLoop) settle(current.answered);
    };
    context.done = callback;
    context.succeed = (result) => callback(null, result);
    context.fail = (error) => callback(error ?? new Error('Unknown'));
    const returned = handler(JSON.parse(message.event), context, callback);
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

function contextFor(message) {
  return {
    ...about,
    callbackWaitsForEmptyEventLoop: true,
    awsRequestId: message.requestId,
    invokedFunctionArn: message.invokedArn,
    clientContext: message.clientContext && JSON.parse(Buffer.from(message.clientContext, 'base64').toString('utf8')),
    getRemainingTimeInMillis: () => Math.max(0, message.deadlineMs - Date.now()),
  };
}

function serialize(result) {
  try {
    return {text: JSON.stringify(result === undefined ? null : result) ?? 'null'};
  } catch (error) {
    return {error: new Error(`Unable to stringify response body: ${error.message}`)};
  }
}

// Lambda reports what nobody caught as the answer of the running invocation and ends the environment.
function die(error) {
  const payload = failurePayload(error);
  const current = invocation;
  writeLog('ERROR', `Uncaught Exception \t${payload}`);
  if (current) {
    send({type: 'fatal', requestId: current.requestId, payload}, () => process.exit(129));
  } else {
    send({type: 'initFailed', payload}, () => process.exit(129));
  }
}
