import {expect, test} from 'vitest';
import {TICK_ALIAS, TICK_FUNCTION, TICK_TIMEOUT_SECONDS} from '../../src/lib/engine/names.js';
import {tickOnce} from '../../src/lib/execute/rollout/once.js';
import {runRollout} from '../../src/lib/execute/rollout/rollout.js';
import {ENGINE_MACHINE} from '../../src/lib/model/rollout/execution.js';
import {neededPermissions} from '../../src/lib/plan/doctor/permissions.js';
import {REF} from '../execute/rollout/rollout-world.js';
import {MINUTE_MS, staged} from '../execute/rollout/sandbox-stage.js';
import {actionsOf, resolvedTemplate} from './resolved-template.js';

/** Of the tick function itself, which no release is about. */
const OWN = ['WriteOwnLogs', 'CheckItself'];

test('a tick may do nothing that "doctor --policy" does not list for a release, and only on the same', async () => {
  const {tickStatements} = await resolvedTemplate();
  const released = {functionName: '*', exists: true, configuration: {}, logGroup: '/aws/lambda/*'};
  const sets = {setsTags: false, setsReservation: false, setsAsyncInvoke: false};
  const groups = neededPermissions({
    ...{partition: 'aws', region: 'eu-west-1', accountId: '123456789012', hasSmokeTests: false, hasAlarms: true},
    leaseRole: 'arn:aws:iam::123456789012:role/lease',
    ...{recordGroup: '/lambda-release', eventBus: 'releases'},
    functions: [{...released, ...sets}],
  });
  const listed = new Set(
    groups.flatMap(({actions, resources}) => actions.flatMap((action) => resources.map((on) => `${action} on ${on}`))),
  );
  const allowed = tickStatements
    .filter(({Sid}) => !OWN.includes(Sid))
    .flatMap(({Action, Resource}) =>
      [Action].flat().flatMap((action) => [Resource].flat().map((on) => `${action} on ${on}`)),
    );
  expect(allowed.length).toBeGreaterThan(10);
  expect(allowed.filter((each) => !listed.has(each))).toEqual([]);
  expect(tickStatements.find(({Sid}) => Sid === 'PassLeaseRole')?.Condition).toEqual({
    StringEquals: {'iam:PassedToService': 'scheduler.amazonaws.com'},
  });
});

test('a tick may do all that it calls while it waits, renews a lease and takes back, and hardly more', async () => {
  const stage = await staged({perMinute: 3_000, versions: {2: {errorRate: 0.5}}});
  const {deps, sandbox} = stage;
  const signal = new AbortController().signal;
  const {settings, ...plan} = await stage.plan('10%:20m', {alarms: ['checkout-5xx']});
  const lease = {role: 'arn:aws:iam::000000000000:role/lease', lengthMs: 300_000, required: true};
  await runRollout(deps, {...plan, settings, lease, detach: true}, signal);
  const begun = sandbox.calls().length;
  const {onInconclusive, promoteEarly} = plan;
  const kinds: string[] = [];
  while (!kinds.includes('ended')) {
    await deps.clock.sleep(MINUTE_MS);
    const once = await tickOnce(
      // A tick in Lambda has no port for it: the plan refuses a rollout that keeps environments ready.
      {...deps, provisioned: undefined},
      {ref: REF, settings, onInconclusive, promoteEarly, acceptSettings: false},
      signal,
    );
    kinds.push(once.kind);
  }
  const calls = sandbox.calls().slice(begun);
  const called = new Set(calls.map(({service, operation}) => `${service}:${operation}`));
  expect(kinds).toContain('waits');
  const allowed = actionsOf((await resolvedTemplate()).tickStatements);
  expect([...called].filter((action) => !allowed.has(action))).toEqual([]);
  expect([...allowed].filter((action) => !called.has(action)).sort()).toEqual([
    // Those who are told: by tellers.ts, around a tick.
    'events:PutEvents',
    // With UpdateSchedule and CreateSchedule.
    'iam:PassRole',
    // Without it AWS leaves the tags out of what GetFunction answers.
    'lambda:ListTags',
    // For the record; and Lambda's own, for the function.
    ...['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
    // Where a lease is gone that was to be renewed.
    'scheduler:CreateSchedule',
  ]);
});

test('the state machine may do what its states do, and nothing else', async () => {
  const {machineStatements, stateMachine} = await resolvedTemplate();
  const actions: Readonly<Record<string, string>> = {
    'arn:aws:states:::lambda:invoke': 'lambda:InvokeFunction',
    'arn:aws:states:::aws-sdk:lambda:getAlias': 'lambda:GetAlias',
    'arn:aws:states:::aws-sdk:lambda:updateAlias': 'lambda:UpdateAlias',
    'arn:aws:states:::states:startExecution': 'states:StartExecution',
  };
  const states: readonly {readonly Type: string; readonly Resource?: string}[] = Object.values(
    JSON.parse(stateMachine.DefinitionString).States,
  );
  const tasks = states.filter(({Type}) => Type === 'Task').map(({Resource = ''}) => actions[Resource] ?? Resource);
  expect([...actionsOf(machineStatements)].sort()).toEqual([...new Set(tasks)].sort());
});

test('names and times of the template are those that the code goes by', async () => {
  const {tickFunction, stateMachine, machineStatements} = await resolvedTemplate();
  expect(tickFunction).toMatchObject({
    FunctionName: TICK_FUNCTION,
    Timeout: TICK_TIMEOUT_SECONDS,
    Handler: 'index.handler',
  });
  expect(stateMachine.StateMachineName).toBe(ENGINE_MACHINE);
  expect(stateMachine.DefinitionSubstitutions.TickFunctionArn).toMatch(new RegExp(`:${TICK_FUNCTION}:${TICK_ALIAS}$`));
  expect(machineStatements.find(({Sid}) => Sid === 'Succeed')?.Resource).toMatch(
    new RegExp(`:stateMachine:${ENGINE_MACHINE}$`),
  );
});
