import {describe, expect, it} from 'vitest';
import {parseSteps} from '../../../src/lib/model/rollout/step.js';
import type {CredentialLifetime} from '../../../src/lib/ports/credentials.js';
import type {Bypass} from '../../../src/lib/ports/lambda/triggers.js';
import {resumeRollout} from '../../../src/lib/service/rollout/resume.js';
import {startRollout} from '../../../src/lib/service/rollout/start.js';
import {aProcess, REF, START_MS} from '../../execute/rollout/rollout-world.js';
import {quietCallers} from '../../fakes/a-caller.js';
import {aSession} from '../../fakes/a-session.js';
import type {EventRecorder} from '../../fakes/event-recorder.js';
import {FakeConcurrency} from '../../fakes/fake-concurrency.js';
import {awsError} from '../../fakes/fake-functions.js';

const MINUTE_MS = 60_000;
const BYPASS: Bypass = {kind: 'eventSource', uuid: 'u', source: 'arn:aws:sqs:eu-west-1:123456789012:orders'};
const OPTIONS = {steps: parseSteps('50%:30m'), watch: 40 * MINUTE_MS, create: false, 'dry-run': true};

function ends(minutes: number): CredentialLifetime {
  return {kind: 'until', expiresMs: START_MS + minutes * MINUTE_MS};
}

/** An hour in which the alias served so many requests a minute. */
function traffic(perMinute: number) {
  const minutes = Array.from({length: perMinute === 0 ? 0 : 60}, (_, index) => {
    const minuteMs = Math.floor(START_MS / MINUTE_MS) * MINUTE_MS - (60 - index) * MINUTE_MS;
    return {minuteMs, invocations: perMinute, errors: 0};
  });
  return {readTraffic: async () => minutes};
}

/** What is told beside that the alias has no traffic, which costs a test less than some to forecast by. */
function told({events}: {readonly events: EventRecorder}) {
  return events.of('warning').filter(({code}) => code !== 'NO_TRAFFIC');
}

function aCaller(...callers: Parameters<typeof quietCallers>) {
  const process = aProcess();
  const environment: Record<string, string> = {};
  const trafficHistory = traffic(0);
  const session = aSession({
    ...process.deps,
    trafficHistory,
    ...quietCallers(...callers),
    concurrency: new FakeConcurrency(),
    environment,
  });
  return {process, session, environment, codes: () => told(session).map(({code}) => code)};
}

describe('what plan warns of is told where the risk is taken', () => {
  it.each<[string, Parameters<typeof quietCallers>, Record<string, string>, string[]]>([
    ['credentials that end before the rollout', [ends(20)], {}, ['CREDENTIALS_EXPIRE']],
    ['credentials that outlast it', [ends(600)], {}, []],
    ['credentials of which nobody knows the end', [{kind: 'unknown'}], {}, ['CREDENTIALS_END_UNKNOWN']],
    [
      'a CI job that ends before it',
      [],
      {GITLAB_CI: 'true', CI_JOB_TIMEOUT: '3600', CI_JOB_STARTED_AT: new Date(START_MS).toISOString()},
      ['JOB_TOO_SHORT'],
    ],
    ['callers past the alias', [undefined, async () => [BYPASS]], {}, ['ALIAS_BYPASSED']],
    [
      'callers nobody may look at',
      [undefined, () => Promise.reject(awsError('ACCESS_DENIED'))],
      {},
      ['TRIGGERS_UNREAD'],
    ],
  ])('rollout start: %s', async (_name, callers, variables, codes) => {
    const caller = aCaller(...callers);
    Object.assign(caller.environment, variables);
    await startRollout(caller.session, {ref: REF, candidate: '7'}, OPTIONS, caller.process.controller.signal);
    expect(caller.codes()).toEqual(codes);
  });

  it.each([
    ['is left to others', {detach: true}],
    ['is waited for only so long', {wait: 10 * MINUTE_MS}],
  ])('but not of credentials when the rollout %s', async (_name, options) => {
    const caller = aCaller(ends(20));
    const {signal} = caller.process.controller;
    await startRollout(caller.session, {ref: REF, candidate: '7'}, {...OPTIONS, ...options}, signal);
    expect(caller.codes()).toEqual([]);
  });

  it('rollout resume, too', async () => {
    const caller = aCaller(ends(20), async () => [BYPASS]);
    const {signal} = caller.process.controller;
    const begun = {...OPTIONS, detach: true, 'dry-run': false};
    await startRollout(caller.session, {ref: REF, candidate: '7'}, begun, signal);
    const before = caller.codes().length;
    await resumeRollout(caller.session, REF, {'accept-settings': false, 'dry-run': true}, signal);
    expect(caller.codes().slice(before)).toEqual(['CREDENTIALS_EXPIRE', 'ALIAS_BYPASSED']);
  });

  it.each([
    ['no traffic', 0, 'NO_TRAFFIC', 'served nothing in the last hour'],
    ['steps that would see nothing', 2, 'STEP_TOO_SHORT', 'These would: --steps'],
  ])('rollout start: %s', async (_name, perMinute, code, words) => {
    const caller = aCaller();
    caller.session.trafficHistory.readTraffic = traffic(perMinute).readTraffic;
    await startRollout(caller.session, {ref: REF, candidate: '7'}, OPTIONS, caller.process.controller.signal);
    expect(caller.session.events.of('warning')).toMatchObject([{code, message: expect.stringContaining(words)}]);
  });
});

describe('an alias that is to be created', () => {
  const PERMISSION: Bypass = {
    kind: 'permission',
    principal: 'sns.amazonaws.com',
    statementId: 'from-orders',
    sourceArn: 'arn:aws:sns:eu-west-1:123456789012:orders',
  };

  it.each([
    ['whoever may call the function by its policy', [PERMISSION, BYPASS], ['ALIAS_BYPASSED', 'ALIAS_NOT_PERMITTED']],
    ['nobody where nothing is permitted on the function', [BYPASS], ['ALIAS_BYPASSED']],
  ])('would turn away %s', async (_name, found, codes) => {
    const caller = aCaller(undefined, async () => found);
    caller.process.world.delete(REF);
    const {signal} = caller.process.controller;
    await startRollout(caller.session, {ref: REF, candidate: '7'}, {...OPTIONS, create: true}, signal);
    expect(caller.codes()).toEqual(['FIRST_RELEASE', ...codes]);
    const told = caller.session.events.of('warning').find(({code}) => code === 'ALIAS_NOT_PERMITTED')?.message ?? '';
    expect(told === '' ? undefined : told).toEqual(
      codes.length === 1
        ? undefined
        : expect.stringContaining(
            'aws lambda add-permission --function-name checkout --qualifier live --statement-id from-orders --action lambda:InvokeFunction --principal sns.amazonaws.com --source-arn arn:aws:sns:eu-west-1:123456789012:orders',
          ),
    );
  });
});

describe('going on with a rollout, this is told as well', () => {
  async function begun() {
    const caller = aCaller();
    const {session, process} = caller;
    const {signal} = process.controller;
    const asked = {...OPTIONS, detach: true, 'dry-run': false, alarm: ['checkout-5xx']};
    process.deps.signals.alarms = [{name: 'checkout-5xx', state: 'OK'}];
    await startRollout(session, {ref: REF, candidate: '7'}, asked, signal);
    const before = caller.codes().length;
    const rest = {'accept-settings': false, 'dry-run': true, alarm: ['checkout-5xx']};
    return {
      ...caller,
      resume: async () => {
        await resumeRollout(session, REF, rest, signal);
        return told(session).slice(before);
      },
    };
  }

  it('an alarm that nobody evaluates, callers by HTTP, a function that is stopped, and steps that see nothing', async () => {
    const {session, process, resume} = await begun();
    process.deps.signals.alarms = [{name: 'checkout-5xx', state: 'OK', evaluation: 'EVALUATION_ERROR'}];
    session.triggers.listHttpCallers = async () => [{kind: 'loadBalancer'}];
    session.trafficHistory.readTraffic = traffic(2).readTraffic;
    await session.concurrency.putReserved(REF.functionName, 0);
    expect(await resume()).toMatchObject([
      {code: 'ALARM_NOT_EVALUATED'},
      {code: 'HTTP_ERRORS_NOT_SEEN'},
      {code: 'FUNCTION_STOPPED'},
      {code: 'STEP_TOO_SHORT', message: expect.stringContaining('rollout promote moves it on')},
    ]);
  });

  it('but not that an alarm is red: it may have gone red by this very rollout', async () => {
    const {process, resume} = await begun();
    process.deps.signals.alarms = [{name: 'checkout-5xx', state: 'ALARM', sinceMs: START_MS + MINUTE_MS}];
    expect(await resume()).toEqual([]);
  });

  it('and what cannot be read to warn keeps nobody from going on', async () => {
    const {session, resume} = await begun();
    session.trafficHistory.readTraffic = () => Promise.reject(awsError('THROTTLED'));
    expect(await resume()).toMatchObject([{code: 'WARNINGS_UNREAD', message: expect.stringContaining('THROTTLED')}]);
  });
});
