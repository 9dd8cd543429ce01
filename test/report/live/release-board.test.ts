import {describe, expect, it} from 'vitest';
import type {ReleaseEvent} from '../../../src/lib/ports/events.js';
import {Board, type Phase} from '../../../src/lib/report/live/board.js';
import {ReleaseBoard} from '../../../src/lib/report/live/release-board.js';
import {aJudgement} from '../a-judgement.js';
import {aStepSample, NOON_MS} from '../a-step-sample.js';

const ref = {functionName: 'checkout', alias: 'live'};
const functionName = 'checkout';
const STARTED = {
  type: 'rollout.started',
  ref,
  rolloutId: 'r1',
  stable: '7',
  candidate: '8',
  steps: [
    {weightPercent: 5, bakeMs: 300_000},
    {weightPercent: 50, bakeMs: 300_000},
  ],
} as const;
const judgement = aJudgement();

/** Plays events and returns every phase as `state title` lines. */
function play(events: readonly ReleaseEvent[], end?: 'done' | 'failed') {
  const phases: Phase[] = [];
  const board = new Board({phaseOpened: (phase) => phases.push(phase), taskChanged: () => undefined});
  const release = new ReleaseBoard(board);
  for (const event of events) release.apply(event, 1_000_000);
  if (end) board.closePhase(end);
  return {board, release, phases: phases.map((phase) => phase.tasks.map((task) => `${task.state} ${task.title}`))};
}

describe('ReleaseBoard', () => {
  it('shows a build as a task of its own, with the last that it printed', () => {
    const building = {type: 'package.building', functionName, command: 'npm run build'} as const;
    const lines = ['a', 'b', 'c', 'd', 'e'].map((line) => ({type: 'package.printed', functionName, line}) as const);
    const running = play([building, ...lines]);
    expect(running.phases).toEqual([['running Build checkout']]);
    expect(running.board.running?.lines).toEqual(['b', 'c', 'd', 'e']);
    const built = {type: 'package.built', functionName, command: 'npm run build', tookMs: 75_400} as const;
    const {phases} = play([building, ...lines, built, {type: 'package.started', functionName, source: 'dist'}]);
    expect(phases).toEqual([['done Build checkout: npm run build, 75s'], ['running Package checkout']]);
  });

  it('shows package and publish as one task each', () => {
    const {phases} = play([
      {type: 'package.started', functionName, source: 'dist'},
      {type: 'package.finished', functionName, files: 3, zippedBytes: 1024, unzippedBytes: 2048, codeSha256: 'abc='},
      {type: 'upload.started', functionName, to: 'inline', bytes: 1024},
      {type: 'upload.finished', functionName, to: 'inline', uploaded: true},
      {type: 'version.published', functionName, version: '8', changed: true},
    ]);
    expect(phases).toEqual([
      ['done Package checkout: 3 files, 1 KiB zipped, 2 KiB unzipped'],
      ['done Publish checkout: version 8'],
    ]);
  });

  it('shows how far an upload is', () => {
    const {board} = play([
      {type: 'upload.started', functionName, to: 's3', bytes: 4096},
      {type: 'upload.progress', functionName, sentBytes: 1024, bytes: 4096},
    ]);
    expect(board.running?.lines).toEqual(['uploading 1 KiB of 4 KiB (25%)']);
  });

  it('shows a step with its clock, its evidence and both sides', () => {
    const {board} = play([
      STARTED,
      {type: 'bake.started', ref, stepIndex: 0, stepCount: 2, bakeMs: 300_000},
      {type: 'sample.judged', ref, stepIndex: 0, elapsedMs: 60_000, bakeMs: 300_000, judgement, sample: aStepSample()},
    ]);
    expect(board.running).toMatchObject({
      timer: {sinceMs: 940_000, ofMs: 300_000},
      lines: [],
    });
    expect(board.running?.panel?.({nowMs: NOON_MS, columns: 70, rows: 20})).toContain(
      'verdict    undecided, evidence 3.2 (rollback at 100), 3 minutes judged',
    );
  });

  it('ends a good rollout with every task done', () => {
    const passed = (stepIndex: number) => ({type: 'gate.passed', ref, stepIndex, judgement}) as const;
    const bake = (stepIndex: number) =>
      ({type: 'bake.started', ref, stepIndex, stepCount: 2, bakeMs: 300_000}) as const;
    const {phases} = play(
      [
        STARTED,
        bake(0),
        passed(0),
        bake(1),
        passed(1),
        {type: 'traffic.shifted', ref, stable: '8'},
        {type: 'rollout.promoted', ref, version: '8'},
        {type: 'watch.started', ref, watchMs: 60_000},
      ],
      'done',
    );
    expect(phases.flat().every((task) => task.startsWith('done '))).toBe(true);
    expect(phases[0]?.at(-1)).toBe('done Promoted: version 8 has all traffic of checkout:live');
    expect(phases[1]).toEqual(['done Watch checkout:live; it can still be taken back']);
  });

  it('marks the failing step, never the steps that did not run, and shows the way back', () => {
    const {phases} = play([
      STARTED,
      {type: 'bake.started', ref, stepIndex: 0, stepCount: 2, bakeMs: 300_000},
      {type: 'abort.started', ref, reason: 'it fails too often', cause: 'analysis'},
      {type: 'traffic.shifted', ref, stable: '7'},
      {type: 'abort.finished', ref, stable: '7'},
    ]);
    expect(phases).toEqual([
      [
        'done Roll out checkout:live: version 8 over 7',
        'failed 5% for 5m: it fails too often',
        'skipped 50% for 5m',
        'skipped Promote version 8 on checkout:live',
      ],
      ['done All traffic is back on version 7'],
    ]);
  });

  it('ends a held rollout without calling it done or failed', () => {
    const {phases} = play([
      STARTED,
      {type: 'bake.started', ref, stepIndex: 0, stepCount: 2, bakeMs: 300_000},
      {type: 'rollout.held', ref, stepIndex: 0, reason: 'too few calls'},
    ]);
    expect(phases[0]?.slice(1)).toEqual([
      'skipped 5% for 5m: held, too few calls',
      'skipped 50% for 5m',
      'skipped Promote version 8 on checkout:live',
    ]);
  });

  it('follows a rollout whose beginning it has not seen', () => {
    const {phases} = play(
      [
        {type: 'bake.started', ref, stepIndex: 1, stepCount: 2, bakeMs: 300_000},
        {type: 'gate.passed', ref, stepIndex: 1, judgement},
        {type: 'rollout.promoted', ref, version: '8'},
      ],
      'done',
    );
    expect(phases.map((phase) => phase.length)).toEqual([1, 1]);
    expect(phases[0]?.[0]).toMatch(/^done Step 2 of 2: evidence/);
  });

  it('moves on with a rollout that it only follows, whose gates it does not see', () => {
    const joined = {...STARTED, type: 'rollout.joined', manner: 'watch', stepIndex: 0} as const;
    const moved = {type: 'traffic.shifted', ref, stable: '7', stepIndex: 1, stepCount: 2} as const;
    const sample = {type: 'sample.judged', ref, elapsedMs: 60_000, bakeMs: 300_000, judgement} as const;
    const {board, phases} = play([
      joined,
      {type: 'bake.started', ref, stepIndex: 0, stepCount: 2, bakeMs: 300_000},
      {...sample, stepIndex: 0, sample: aStepSample()},
      {...moved, candidate: {version: '8', weightPercent: 50}},
      {type: 'bake.started', ref, stepIndex: 1, stepCount: 2, bakeMs: 300_000},
      {...sample, stepIndex: 1, sample: aStepSample({weightPercent: 50})},
    ]);
    expect(phases[0]?.slice(1)).toEqual(['done 5%', 'running 50%', 'waiting Promote version 8 on checkout:live']);
    expect(board.running?.panel?.({nowMs: NOON_MS, columns: 70, rows: 20})).toContainEqual(
      expect.stringContaining('8 at 50%'),
    );
  });

  it('leaves a step alone when a command that only looks is ended, and fails that of one at work', () => {
    const joined = {...STARTED, type: 'rollout.joined', stepIndex: 0} as const;
    expect(play([{...joined, manner: 'watch'}]).release.leftAs('failed')).toBe('skipped');
    expect(play([{...joined, manner: 'resume'}]).release.leftAs('failed')).toBe('failed');
    expect(play([{...joined, manner: 'watch'}]).release.leftAs('done')).toBe('done');
  });

  it('shows a comparison beside stable as a phase of its own, and the promotion after it', () => {
    const {phases} = play([
      STARTED,
      {type: 'bake.started', ref, stepIndex: 1, stepCount: 2, bakeMs: 300_000},
      {type: 'gate.passed', ref, stepIndex: 1, judgement},
      {type: 'rollout.promoted', ref, version: '8'},
      {type: 'watch.started', ref, watchMs: 60_000},
      {
        type: 'traffic.shifted',
        ref,
        stable: '7',
        candidate: {version: '8', weightPercent: 30},
        stepIndex: 1,
        stepCount: 2,
      },
      {type: 'bake.started', ref, stepIndex: 1, stepCount: 2, bakeMs: 300_000},
      {type: 'gate.passed', ref, stepIndex: 1, judgement},
      {type: 'traffic.shifted', ref, stable: '8'},
      {type: 'rollout.promoted', ref, version: '8'},
    ]);
    expect(phases[2]?.[0]).toMatch(/^done 30%, beside stable again: evidence/);
    expect(phases[3]).toEqual(['done Promoted: version 8 has all traffic of checkout:live']);
  });

  it('shows a single move of traffic as a task of its own', () => {
    const {phases} = play([{type: 'traffic.shifted', ref, stable: '7', candidate: {version: '8', weightPercent: 10}}]);
    expect(phases).toEqual([['done checkout:live: version 8 gets 10%, version 7 90%']]);
  });
});
