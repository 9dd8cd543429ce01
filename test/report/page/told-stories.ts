import type {Judgement} from '../../../src/lib/analysis/judgement.js';
import {summarizeSide} from '../../../src/lib/analysis/side-summary.js';
import type {CountedMinute} from '../../../src/lib/model/rollout/counted-minute.js';
import type {ReleaseEvent} from '../../../src/lib/ports/events.js';
import type {Failure} from '../../../src/lib/report/failure.js';
import {endedStories} from '../../../src/lib/report/story/outcome.js';
import {Stories} from '../../../src/lib/report/story/stories.js';
import type {Told} from '../../../src/lib/report/story/told.js';
import {aJudgement} from '../a-judgement.js';
import {aStepSample} from '../a-step-sample.js';

const MINUTE_MS = 60_000;
const START_MS = Date.UTC(2026, 10, 21, 12, 0, 11);
const ref = {functionName: 'checkout', alias: 'live'} as const;

export interface ToldEvent {
  readonly timeMs: number;
  readonly event: ReleaseEvent;
}

export type Course = 'promoted' | 'takenBack' | 'interrupted' | 'long';

interface Plan {
  readonly weights: readonly number[];
  readonly minutesEach: number;
  /** Of a hundred requests of the candidate, how many fail. */
  readonly failing: number;
  readonly watchMinutes: number;
}

const PLANS: Readonly<Record<Course, Plan>> = {
  promoted: {weights: [5, 25, 50], minutesEach: 5, failing: 0.2, watchMinutes: 10},
  takenBack: {weights: [5, 25], minutesEach: 5, failing: 4, watchMinutes: 0},
  interrupted: {weights: [5, 25], minutesEach: 4, failing: 0.2, watchMinutes: 0},
  long: {
    weights: Array.from({length: 50}, (_, nth) => (nth + 1) * 1.9),
    minutesEach: 4,
    failing: 0.2,
    watchMinutes: 10,
  },
};

/** What is told of a rollout of version 8 over 7, minute by minute; it changes nothing else when one course is told longer. */
export function eventsOf(course: Course): readonly ToldEvent[] {
  const {weights, minutesEach, failing, watchMinutes} = PLANS[course];
  const told: ToldEvent[] = [];
  const steps = weights.map((weightPercent) => ({weightPercent, bakeMs: minutesEach * MINUTE_MS}));
  const of = {rolloutId: 'k3x9a0', stable: '7', candidate: '8', stepCount: steps.length};
  let nowMs = START_MS;
  const tell = (event: ReleaseEvent) => told.push({timeMs: nowMs, event});
  tell({type: 'version.published', functionName: 'checkout', version: '8', changed: true});
  tell({
    ...{type: 'rollout.started', ref, rolloutId: 'k3x9a0', stable: '7', candidate: '8', steps},
    notes: {
      stable: {commit: '9f8e7d6c5b4a', message: 'Charge once'},
      candidate: {commit: '1a2b3c4d5e6f', message: 'Round the total at the end'},
    },
    changes: [
      {field: 'code', from: 'vcZ0Jr3V7u1Hn0==', to: 'b3lJm1mP0x+N2w=='},
      {field: 'memory', from: '512', to: '1024'},
      {field: 'layers', from: 'dependencies:11', to: 'dependencies:12'},
      {field: 'environment', added: ['ROUNDING'], changed: ['LOG_LEVEL'], removed: []},
    ],
  });
  const minutes: CountedMinute[] = [];
  let evidence = 1;
  const look = (weightPercent: number, stepIndex: number, elapsedMs: number) => {
    const minute = aMinute(nowMs - MINUTE_MS, weightPercent, failing, minutes.length);
    minutes.push(minute);
    evidence *= failing > 1 ? 1.9 : 0.93;
    const judgement = judgementOf(minutes, evidence, weightPercent);
    const sample = aStepSample({weightPercent, minutes: [minute]});
    tell({type: 'sample.judged', ref, stepIndex, elapsedMs, bakeMs: minutesEach * MINUTE_MS, judgement, sample});
    return judgement;
  };
  for (const [stepIndex, weightPercent] of weights.entries()) {
    nowMs += 2000;
    const candidate = {version: '8', weightPercent};
    tell({type: 'traffic.shifted', ref, stable: '7', candidate, stepIndex, stepCount: steps.length, of});
    for (let minute = 1; minute <= minutesEach; minute += 1) {
      nowMs += MINUTE_MS;
      const judgement = look(weightPercent, stepIndex, minute * MINUTE_MS);
      if (judgement.verdict === 'fail') return [...told, ...wayBack(nowMs, judgement.reason, 'analysis', of)];
      if (course === 'interrupted' && stepIndex === 1 && minute === 2) {
        tell({type: 'signal.received', signal: 'SIGTERM', policy: 'abort'});
        return [...told, ...wayBack(nowMs, 'Ended by SIGTERM.', 'signal', of)];
      }
      if (minute === minutesEach) tell({type: 'gate.passed', ref, stepIndex, judgement});
    }
  }
  nowMs += 2000;
  tell({type: 'traffic.shifted', ref, stable: '8', of});
  tell({type: 'rollout.promoted', ref, version: '8', of});
  tell({type: 'watch.started', ref, watchMs: watchMinutes * MINUTE_MS});
  for (let minute = 1; minute <= watchMinutes; minute += 1) {
    nowMs += MINUTE_MS;
    look(100, steps.length, minute * MINUTE_MS);
  }
  return told;
}

const TRACE = {
  ...{traceId: '1-695663c0-a006649127e371903a2de979', startedMs: Date.UTC(2026, 0, 1, 12, 8), service: 'orders'},
  exception: 'TypeError: no items',
  link: 'https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#xray:traces/1-695663c0-a006649127e371903a2de979',
};

function wayBack(
  nowMs: number,
  reason: string,
  cause: 'analysis' | 'signal',
  of: {readonly rolloutId: string; readonly stable: string; readonly candidate: string},
): readonly ToldEvent[] {
  const events: readonly ReleaseEvent[] = [
    {type: 'abort.started', ref, reason, cause},
    {type: 'traffic.shifted', ref, stable: '7', of},
    {type: 'abort.finished', ref, stable: '7', candidate: '8', of},
    {type: 'failures.found', ref, version: '8', causes: [{message: 'TypeError: no items', count: 41}], traces: [TRACE]},
  ];
  return events.map((event, nth) => ({timeMs: nowMs + nth * 1500, event}));
}

/** Counts that differ from minute to minute, and are the same in every run. */
function aMinute(atMs: number, weightPercent: number, failing: number, nth: number): CountedMinute {
  const all = 2400 + 300 * Math.sin(nth);
  const side = (share: number, rate: number) => {
    const invocations = Math.round(all * share);
    const errors = Math.round((invocations * rate * (1 + 0.6 * Math.sin(nth * 1.7))) / 100);
    const slow = {
      p90: Math.round(invocations * (0.1 + 0.02 * Math.sin(nth * 2.3))),
      p99: Math.round(invocations / 100),
    };
    return invocations === 0 ? undefined : {invocations, errors, slow};
  };
  const [candidate, stable] = [side(weightPercent / 100, failing), side(1 - weightPercent / 100, 0.2)];
  return {minuteMs: Math.floor(atMs / MINUTE_MS) * MINUTE_MS, ...(stable && {stable}), ...(candidate && {candidate})};
}

function judgementOf(minutes: readonly CountedMinute[], evidence: number, weightPercent: number): Judgement {
  const both = minutes.filter(({stable, candidate}) => stable && candidate);
  const [candidate, stable] = (['candidate', 'stable'] as const).map((name) =>
    summarizeSide(both.flatMap(({[name]: side}) => side ?? [])),
  ) as [Judgement['candidate'], Judgement['stable']];
  const isWorse = evidence >= 100;
  return aJudgement({
    ...{candidate, stable, evidence, usableMinutes: both.length},
    ...(isWorse ? {verdict: 'fail', cause: 'candidate-errors'} : {verdict: 'pass'}),
    ...(weightPercent === 100 ? {guardEvidence: 0.8, guardLimit: 0.01} : {difference: {lower: -0.01, upper: 0.02}}),
    signals: [
      {name: 'errors', weight: 0.8, evidence, parts: []},
      {name: 'slow', weight: 0.2, evidence: 1, parts: [{name: 'p90', evidence: 1, thresholdMs: 182.4}]},
    ],
    reason: `candidate 8 failed ${candidate.errors} of ${candidate.invocations} requests, stable 7 failed ${stable.errors} of ${stable.invocations}.`,
  });
}

/** All that a report of these events would tell. */
export function toldOf(events: readonly ToldEvent[], over: Partial<Told> = {}): Told {
  const stories = new Stories();
  for (const {timeMs, event} of events) stories.add(timeMs, event);
  return {
    stories: endedStories(stories, over.failure),
    trains: stories.trains,
    origin: {
      ...{command: 'deploy', tool: '0.1.0', host: 'runner-1', account: '222222222222', region: 'eu-west-1'},
      by: 'arn:aws:sts::222222222222:assumed-role/releaser/ci',
      ...{job: 'https://ci.example.com/jobs/4711', commit: '1a2b3c4d5e6f7a8b9c0d1e2f3a4b5c6d7e8f9a0b'},
    },
    writtenMs: START_MS + 90 * MINUTE_MS,
    tool: '0.1.0',
    placed: (text) => text,
    ...over,
  };
}

export const interrupted: Failure = {
  ...{code: 'INTERRUPTED', message: 'Ended by SIGTERM: version 7 has all traffic again.', details: {}},
  suggestions: ['Run it again when it may run to its end.', 'lambda-release deploy checkout:live'],
  ...{exitCode: 143, traffic: 'restored'},
};
