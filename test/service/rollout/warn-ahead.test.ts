import {describe, expect, it} from 'vitest';
import {parseSteps} from '../../../src/lib/model/rollout/step.js';
import type {CredentialLifetime} from '../../../src/lib/ports/credentials.js';
import type {Bypass} from '../../../src/lib/ports/triggers.js';
import {resumeRollout} from '../../../src/lib/service/rollout/resume.js';
import {startRollout} from '../../../src/lib/service/rollout/start.js';
import {aProcess, REF, START_MS} from '../../execute/rollout/rollout-world.js';
import {quietCallers} from '../../fakes/a-caller.js';
import {aSession} from '../../fakes/a-session.js';
import {FakeConcurrency} from '../../fakes/fake-concurrency.js';
import {awsError} from '../../fakes/fake-functions.js';

const MINUTE_MS = 60_000;
const BYPASS: Bypass = {kind: 'eventSource', uuid: 'u', source: 'arn:aws:sqs:eu-west-1:123456789012:orders'};
const OPTIONS = {steps: parseSteps('50%:30m'), watch: 40 * MINUTE_MS, create: false, 'dry-run': true};

function ends(minutes: number): CredentialLifetime {
  return {kind: 'until', expiresMs: START_MS + minutes * MINUTE_MS};
}

function aCaller(...callers: Parameters<typeof quietCallers>) {
  const process = aProcess();
  const environment: Record<string, string> = {};
  const trafficHistory = {readTraffic: async () => []};
  const session = aSession({
    ...process.deps,
    trafficHistory,
    ...quietCallers(...callers),
    concurrency: new FakeConcurrency(),
    environment,
  });
  return {process, session, environment, codes: () => session.events.of('warning').map(({code}) => code)};
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
});
