import type {ReleaseEvent} from '../../../src/lib/ports/events.js';
import type {Failure} from '../../../src/lib/report/failure.js';
import {Stories} from '../../../src/lib/report/story/stories.js';
import type {FunctionStory} from '../../../src/lib/report/story/story.js';
import {aJudgement} from '../a-judgement.js';

export const START_MS = Date.UTC(2026, 10, 21, 5, 0, 0);
export const ref = {functionName: 'checkout', alias: 'live'} as const;
export const of = {rolloutId: 'k3x9a0', stable: '7', candidate: '8', stepCount: 2} as const;
const steps = [
  {weightPercent: 5, bakeMs: 300_000},
  {weightPercent: 25, bakeMs: 300_000},
];

export const published: ReleaseEvent = {
  ...{type: 'version.published', functionName: 'checkout', version: '8', changed: true},
};
export const unchanged: ReleaseEvent = {
  ...{type: 'version.published', functionName: 'checkout', version: '8', changed: false},
};
export const packaged: ReleaseEvent = {
  ...{type: 'package.finished', functionName: 'checkout', files: 1, zippedBytes: 1, unzippedBytes: 1},
  codeSha256: 'qR+3/w==',
};
export const started: ReleaseEvent = {
  type: 'rollout.started',
  ref,
  rolloutId: 'k3x9a0',
  stable: '7',
  candidate: '8',
  steps,
};
export const passed: ReleaseEvent = {
  type: 'gate.passed',
  ref,
  stepIndex: 0,
  judgement: aJudgement({reason: 'no worse'}),
};
export const taking: ReleaseEvent = {type: 'abort.started', ref, reason: '12 of 100 <failed>', cause: 'analysis'};
export const takenBack: ReleaseEvent = {type: 'abort.finished', ref, stable: '7', candidate: '8', of};
export const promoted: ReleaseEvent = {type: 'rollout.promoted', ref, version: '8', of};
export const held: ReleaseEvent = {type: 'rollout.held', ref, stepIndex: 1, reason: 'too few requests', of};

export function moved(stepIndex: number, weightPercent: number): ReleaseEvent {
  const candidate = {version: '8', weightPercent};
  return {type: 'traffic.shifted', ref, stable: '7', candidate, stepIndex, stepCount: 2, of};
}

export const allOn = (stable: string): ReleaseEvent => ({type: 'traffic.shifted', ref, stable, of});

/** The stories of events a minute apart. */
export function storiesOf(events: readonly ReleaseEvent[]): {
  readonly all: readonly FunctionStory[];
  readonly lastFunctionName: string | undefined;
} {
  const stories = new Stories();
  for (const [index, event] of events.entries()) stories.add(START_MS + index * 60_000, event);
  return stories;
}

export function aFailure(over: Partial<Failure>): Failure {
  const details = {};
  return {
    code: 'ROLLED_BACK',
    message: 'It was worse.',
    suggestions: [],
    details,
    exitCode: 5,
    traffic: 'restored',
    ...over,
  };
}
