import {EventEmitter} from 'node:events';
import {describe, expect, it} from 'vitest';
import type {KeyInput} from '../../../src/lib/cli/operator/keyboard.js';
import {withOnlooker} from '../../../src/lib/cli/operator/with-onlooker.js';
import type {Reporter} from '../../../src/lib/report/reporter.js';
import {aSession} from '../../fakes/a-session.js';
import {aJudgement} from '../../report/a-judgement.js';
import {aStepSample} from '../../report/a-step-sample.js';

const ref = {functionName: 'checkout', alias: 'live'};
const LOOK = {
  ...({type: 'sample.judged', ref, stepIndex: 0, elapsedMs: 600_000, bakeMs: 600_000} as const),
  ...{judgement: aJudgement(), sample: aStepSample()},
};

function aTerminal(isTTY: boolean) {
  const input = Object.assign(new EventEmitter(), {isTTY}) as unknown as KeyInput & {isTTY: boolean};
  const reporter = {footer: () => undefined, details: () => undefined} as unknown as Reporter;
  return {input, reporter};
}

describe('a session with somebody at its live view', () => {
  it('has keys where they can type, and only there', () => {
    expect(withOnlooker(aSession({}), aTerminal(true)).operator).toBeDefined();
    expect(withOnlooker(aSession({}), aTerminal(false)).operator).toBeUndefined();
  });

  it('tells every event as before, and what goes wrong beside it as a warning', async () => {
    const session = aSession({clock: {now: () => 0, sleep: async () => undefined}});
    // This session has no signals: to ask them is a bug.
    withOnlooker(session, aTerminal(false)).events.emit(LOOK);
    expect(session.events.types()).toEqual(['sample.judged']);
    await new Promise((resolve) => setImmediate(resolve));
    expect(session.events.of('warning')).toMatchObject([{code: 'VIEW_INCOMPLETE'}]);
  });
});
