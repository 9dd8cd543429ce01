import {TICK_TIMEOUT_SECONDS} from './names.js';
import {jsonata, never, retry, type State} from './states.js';
import {WHOSE} from './whose.js';

/** The definition of a state machine, as CreateStateMachine takes its JSON. */
export interface StateMachine {
  readonly Comment: string;
  readonly QueryLanguage: 'JSONata';
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

/** A member of the input that every execution has, and every successor gets. */
const GIVEN = [
  ...['functionName', 'alias', 'rolloutId', 'stable', 'candidate'],
  ...['restored', 'repair', 'stepWeights', 'settings', 'onInconclusive', 'promoteEarly', 'tells'],
] as const;
/** An execution ends at 25,000 events, and what it does after this many has to fit in as well: a way back of an hour. */
const EVENTS = 20_000;
/** Of one turn: five of the task, two each of choice and wait. A retry is three more. */
const EVENTS_A_TURN = 9;
const FIRST_LOOK_SECONDS = 20;
/** Reads between two attempts to give traffic back to stable: two seconds apart, then four, up to a minute; an hour in all. */
const MOST_READS = 75;

/** What Lambda says when it is not the function's fault. */
const LAMBDA_TROUBLE = [
  ...['Lambda.ServiceException', 'Lambda.AWSLambdaException', 'Lambda.SdkClientException'],
  ...['Lambda.ClientExecutionTimeoutException', 'Lambda.TooManyRequestsException', 'Lambda.ResourceConflictException'],
];
const TIMEOUTS = ['States.Timeout', 'Sandbox.Timedout'];
/** Mistakes in what is asked, which the next attempt would make as well. */
const MISTAKES = ['States.QueryEvaluationError', 'States.DataLimitExceeded'];
/** For CloudFormation to fill in. */
const TICK_FUNCTION_ARN = `\${TickFunctionArn}`;
const AN_HOUR = {attempts: 64, fromSeconds: 1, mostSeconds: 60};

/**
 * The state machine that drives one rollout to its end, one tick after the other; `${TickFunctionArn}` stands for the alias of
 * the tick function, for CloudFormation to fill in. When the tick function cannot be asked, or answers what nobody
 * understands, the machine itself gives all traffic to stable, without any of our code. Every end is proved by reading the
 * alias.
 */
export function stateMachine({partition = 'aws'}: {readonly partition?: string} = {}): StateMachine {
  const task = (integration: string) => ({Type: 'Task', Resource: `arn:${partition}:states:::${integration}`});
  return {
    Comment: 'lambda-release: one execution drives one rollout of one alias',
    QueryLanguage: 'JSONata',
    StartAt: 'Begin',
    States: {
      Begin: begin(),
      Bake: {Type: 'Wait', Seconds: jsonata('$wait'), Next: 'Tick'},
      Tick: {...task('lambda:invoke'), ...tick()},
      Decide: decide(),
      Read: {...task('aws-sdk:lambda:getAlias'), ...read()},
      WhoseIsIt: whoseIsIt(),
      GiveBack: {...task('aws-sdk:lambda:updateAlias'), ...giveBack()},
      Pause: {Type: 'Wait', Seconds: jsonata('$min([60, 2 * $reads])'), Next: 'Read'},
      Successor: {...task('states:startExecution'), ...successor()},
      ...ends(),
    },
  };
}

/** Everything that any later state names is here, so that what is missing ends an execution before it has done anything. */
function begin(): State {
  const orElse = (name: string, otherwise: string | number) =>
    jsonata(`$exists($states.input.${name}) ? $states.input.${name} : ${otherwise}`);
  return {
    Type: 'Pass',
    Assign: {
      ...Object.fromEntries(GIVEN.map((name) => [name, jsonata(`$states.input.${name}`)])),
      part: orElse('part', 1),
      eventsOfPart: orElse('eventsOfPart', EVENTS),
      blindSinceMs: orElse('blindSinceMs', 0),
      wait: orElse('wait', FIRST_LOOK_SECONDS),
      events: 0,
      reads: 0,
      said: jsonata('""'),
      why: jsonata('""'),
      seen: jsonata('""'),
      revisionId: jsonata('""'),
    },
    Next: 'Bake',
  };
}

function tick(): State {
  const said = '$states.result.Payload';
  const numberOr = (name: string, expression: string, otherwise: number) =>
    jsonata(`$type(${said}.${name}) = "number" ? ${expression} : ${otherwise}`);
  const asked = ['functionName', 'alias', 'rolloutId', 'stable', 'candidate', 'restored'];
  const policy = ['settings', 'onInconclusive', 'promoteEarly', 'blindSinceMs', 'tells'];
  return {
    // Longer than the function itself may take, so that it is Lambda who says that it took too long.
    TimeoutSeconds: TICK_TIMEOUT_SECONDS + 30,
    Arguments: {
      FunctionName: TICK_FUNCTION_ARN,
      Payload: Object.fromEntries([...asked, ...policy].map((name) => [name, jsonata(`$${name}`)])),
    },
    Assign: {
      events: jsonata(eventsWithRetries),
      said: jsonata(`$type(${said}.next) = "string" ? ${said}.next : "nothing"`),
      why: jsonata(`$type(${said}.why) = "string" ? $substring(${said}.why, 0, 1000) : ""`),
      wait: numberOr('waitSeconds', `$max([1, $min([3600, $ceil(${said}.waitSeconds)])])`, 60),
      blindSinceMs: numberOr('blindSinceMs', `${said}.blindSinceMs`, 0),
      reads: 0,
    },
    Retry: [
      never(...MISTAKES),
      retry(LAMBDA_TROUBLE, {attempts: 7, fromSeconds: 2, mostSeconds: 60}),
      retry(TIMEOUTS, {attempts: 1, fromSeconds: 2, mostSeconds: 60}),
      retry(['States.ALL'], {attempts: 3, fromSeconds: 5, mostSeconds: 60}),
    ],
    Catch: [['States.DataLimitExceeded'], ['States.ALL']].map((ErrorEquals) => ({
      ErrorEquals,
      Assign: {
        said: 'broken',
        why: jsonata(`"the tick function could not be asked: " & ${errorText}`),
        events: jsonata(eventsWithRetries),
        reads: 0,
      },
      Next: 'Read',
    })),
    Next: 'Decide',
  };
}

const eventsWithRetries =
  `$events + ${EVENTS_A_TURN} + 3 * ` +
  '($exists($states.context.State.RetryCount) ? $states.context.State.RetryCount : 0)';

/** Why the task failed, as far as it says so. */
const errorText =
  '($exists($states.errorOutput.Error) ? $string($states.errorOutput.Error) : "an error without a name") & ' +
  '($exists($states.errorOutput.Cause) ? ": " & $substring($string($states.errorOutput.Cause), 0, 500) : "")';

function decide(): State {
  const isKnown = '$said in ["promoted", "takenBack", "over", "back"]';
  return {
    Type: 'Choice',
    Choices: [
      {Condition: jsonata('$said = "wait" and $events >= $eventsOfPart'), Next: 'Successor'},
      {Condition: jsonata('$said = "wait"'), Next: 'Bake'},
      {Condition: jsonata(isKnown), Next: 'Read'},
    ],
    Default: 'NotUnderstood',
  };
}

function read(): State {
  return {
    Arguments: {FunctionName: jsonata('$functionName'), Name: jsonata('$alias')},
    Assign: {
      reads: jsonata('$reads + 1'),
      events: jsonata(`$events + ${EVENTS_A_TURN}`),
      revisionId: jsonata('$states.result.RevisionId'),
      seen: jsonata(WHOSE),
    },
    Retry: [
      never(...MISTAKES),
      // Around a change AWS has answered "not found" for a moment.
      retry(['Lambda.ResourceNotFoundException'], {attempts: 5, fromSeconds: 1, mostSeconds: 10}),
      retry(['States.ALL'], AN_HOUR),
    ],
    Catch: [
      {
        ErrorEquals: ['Lambda.ResourceNotFoundException'],
        Assign: {why: 'the alias is gone'},
        Next: 'TakenOver',
      },
      {
        ErrorEquals: ['States.ALL'],
        Assign: {why: jsonata(`$why & " | the alias could not be read: " & ${errorText}`)},
        Next: 'NotRestored',
      },
    ],
    Next: 'WhoseIsIt',
  };
}

/** The alias decides, whatever the tick function has said: it may be older than what was read, or wrong. */
function whoseIsIt(): State {
  const isBroken = '$said in ["back", "broken"]';
  const isThere = '$seen in ["ours", "held"]';
  // What a person holds is the person's, and somebody who was told of another hand looks once more.
  const isToGoOn = `${isThere} and ($seen = "held" or $not(${isBroken}))`;
  return {
    Type: 'Choice',
    Choices: [
      {Condition: jsonata(`${isToGoOn} and $events >= $eventsOfPart`), Next: 'Successor'},
      {Condition: jsonata(isToGoOn), Assign: {wait: 60}, Next: 'Bake'},
      {Condition: jsonata('$seen = "candidate" and $said != "takenBack" and $said != "over"'), Next: 'Promoted'},
      {Condition: jsonata('$seen = "stable" and $said != "promoted" and $said != "over"'), Next: 'TakenBack'},
      {
        Condition: jsonata(`$not(${isThere})`),
        Assign: {why: 'somebody else has written the alias'},
        Next: 'TakenOver',
      },
      {
        Condition: jsonata(`$reads > ${MOST_READS}`),
        Assign: {why: jsonata('$why & " | somebody else kept writing the alias"')},
        Next: 'NotRestored',
      },
    ],
    Default: 'GiveBack',
  };
}

/** The whole routing, under the revision just read. Weight 0 depends on nobody's way to send an empty map. */
function giveBack(): State {
  return {
    Arguments: {
      FunctionName: jsonata('$functionName'),
      Name: jsonata('$alias'),
      FunctionVersion: jsonata('$stable'),
      RoutingConfig: {AdditionalVersionWeights: jsonata('{$candidate: 0}')},
      Description: jsonata('$restored'),
      RevisionId: jsonata('$revisionId'),
    },
    Retry: [
      never('Lambda.PreconditionFailedException', 'Lambda.ResourceNotFoundException', ...MISTAKES),
      retry(['States.ALL'], AN_HOUR),
    ],
    Catch: [
      // Somebody else's write, or our own whose answer was lost: reading tells.
      {ErrorEquals: ['Lambda.PreconditionFailedException', 'Lambda.ResourceNotFoundException'], Next: 'Pause'},
      {
        ErrorEquals: ['States.ALL'],
        Assign: {why: jsonata(`$why & " | the alias could not be written: " & ${errorText}`)},
        Next: 'NotRestored',
      },
    ],
    Next: 'Read',
  };
}

/** The same rollout in an execution of its own, which begins with its wait. */
function successor(): State {
  const given = Object.fromEntries(
    [...GIVEN, 'eventsOfPart', 'blindSinceMs', 'wait'].map((name) => [name, jsonata(`$${name}`)]),
  );
  return {
    Arguments: {
      StateMachineArn: jsonata('$states.context.StateMachine.Id'),
      Name: jsonata('$rolloutId & "-" & $string($part + 1)'),
      Input: {...given, part: jsonata('$part + 1')},
    },
    Retry: [
      never('StepFunctions.ExecutionAlreadyExistsException', ...MISTAKES),
      retry(['States.ALL'], {attempts: 12, fromSeconds: 1, mostSeconds: 30}),
    ],
    Catch: [
      // Its answer was lost, or another execution of the same part was first.
      {ErrorEquals: ['StepFunctions.ExecutionAlreadyExistsException'], Next: 'HandedOn'},
      {
        ErrorEquals: ['States.ALL'],
        Assign: {said: 'broken', why: jsonata(`"no successor could be started: " & ${errorText}`), reads: 0},
        Next: 'Read',
      },
    ],
    Next: 'HandedOn',
  };
}

function ends(): Readonly<Record<string, State>> {
  const done = (output: Readonly<Record<string, unknown>>) => ({Type: 'Pass', Output: output, End: true});
  const failed = (name: string, cause: string) => ({Type: 'Fail', Error: name, Cause: jsonata(cause)});
  return {
    NotUnderstood: {
      Type: 'Pass',
      Assign: {said: 'broken', why: 'the tick function answered what nobody understands'},
      Next: 'Read',
    },
    Promoted: done({outcome: 'Promoted', version: jsonata('$candidate')}),
    HandedOn: done({outcome: 'HandedOn', part: jsonata('$part + 1')}),
    TakenBack: failed('TakenBack', '"version " & $stable & " has all traffic: " & $why'),
    TakenOver: failed('TakenOver', '$why & "; nothing was touched"'),
    NotRestored: failed('NotRestored', '$why & " | run: " & $repair'),
  };
}
