import {describe, expect, it} from 'vitest';
import type {ReleaseEvent} from '../../../src/lib/ports/events.js';
import {Board, type Phase} from '../../../src/lib/report/live/board.js';
import {ReleaseBoard} from '../../../src/lib/report/live/release-board.js';
import {aJudgement} from '../a-judgement.js';
import {aStepSample} from '../a-step-sample.js';

const trainId = 'k3x9a0';
const refOf = (functionName: string) => ({functionName, alias: 'live'});

function judged(functionName: string, evidence: number): ReleaseEvent {
  const judgement = {...aJudgement(), evidence};
  return {
    type: 'sample.judged',
    ref: refOf(functionName),
    stepIndex: 0,
    elapsedMs: 0,
    bakeMs: 0,
    judgement,
    sample: aStepSample(),
  };
}

/** Plays events; every phase as `state title`, and the lines of the wave that runs on a screen of so many rows. */
function play(rows: number, ...events: readonly ReleaseEvent[]) {
  const phases: Phase[] = [];
  const board = new Board({phaseOpened: (phase) => phases.push(phase), taskChanged: () => undefined});
  const release = new ReleaseBoard(board);
  for (const event of events) release.apply(event, 0);
  return {
    phases: phases.map((phase) => phase.tasks.map(({state, title}) => `${state} ${title}`)),
    lines: board.running?.panel?.({nowMs: 0, columns: 80, rows}) ?? [],
    together: board.running?.lines,
  };
}

describe('the board of a train', () => {
  const began: readonly ReleaseEvent[] = [
    {type: 'train.began', trainId, cars: 4, waves: 2},
    {type: 'train.waveBegan', trainId, wave: 1, waves: 2, cars: 4},
  ];

  it('has a line a car, whose evidence is greatest first, and what came out together', () => {
    const {phases, lines, together} = play(
      ...[24, ...began],
      {type: 'version.published', functionName: 'cart', version: '8', changed: true},
      judged('stock', 0.4),
      judged('checkout', 12),
      {type: 'train.judged', trainId, evidence: 31, bound: 100, worst: ['checkout:live']},
    );
    expect(phases).toEqual([['running Wave 1 of 2: 4 aliases']]);
    expect(lines[0]).toMatch(/^checkout:live {2}step 1, \w+.*, evidence 12 \(rollback at 100\)$/);
    expect(lines[1]).toMatch(/^stock:live {5}step 1, .*evidence 0\.4/);
    expect(lines[2]).toBe('cart           is being published');
    expect(together).toEqual(['together: evidence 31 (rollback at 100); most of it from checkout:live']);
  });

  it('keeps to the screen, and names what went wrong first', () => {
    const names = Array.from({length: 30}, (_, index) => `fn-${index}`);
    const {lines} = play(...[12, ...began], ...names.map((name, index) => judged(name, index / 10)), {
      type: 'abort.started',
      ref: refOf('fn-0'),
      reason: 'worse',
      cause: 'analysis',
    });
    expect(lines).toHaveLength(5);
    expect(lines[0]).toMatch(/^fn-0:live +is taken back: worse$/);
    expect(lines.at(-1)).toBe('and 26 others');
  });

  it('goes on with the next wave, and says of who is there that it is watched', () => {
    const {phases, lines} = play(
      ...[24, ...began],
      {type: 'watch.started', ref: refOf('checkout'), watchMs: 60_000},
      judged('checkout', 0.5),
      {type: 'train.waveBegan', trainId, wave: 2, waves: 2, cars: 1},
      {type: 'traffic.shifted', ref: refOf('cart'), stable: '7', candidate: {version: '8', weightPercent: 5}},
    );
    expect(phases).toEqual([['done Wave 1 of 2: 4 aliases'], ['running Wave 2 of 2: 1 alias']]);
    expect(lines[0]).toBe('cart:live      version 8 at 5%');
    expect(lines[1]).toMatch(/^checkout:live {2}watched, /);
  });

  it('tells aliases of one name in several regions apart', () => {
    const events = ['eu-west-1', 'us-east-1'].map((region) => ({...judged('checkout', 0.5), inRegion: region}));
    const {lines} = play(
      24,
      ...began,
      {type: 'version.published', functionName: 'checkout', version: '8', changed: true, inRegion: 'eu-west-1'},
      ...events,
    );
    expect(lines.map((line) => line.split(' ')[0])).toEqual(['eu-west-1/checkout:live', 'us-east-1/checkout:live']);
  });
});
