import {evidenceText} from '../../analysis/evidence-text.js';
import {formatDuration} from '../../model/duration.js';
import {formatAliasRef} from '../../model/function-ref.js';
import {formatWeightPercent} from '../../model/rollout/weight.js';
import type {RolloutEvent} from '../../ports/events.js';
import {formatCountOf} from '../number-text.js';
import {besideErrors, sideLines, sideText} from '../text/judgement.js';
import {rolloutEventText, splitText} from '../text/rollout-event.js';
import {type Board, createTask, type Task} from './board.js';

type EventOf<Type extends RolloutEvent['type']> = Extract<RolloutEvent, {type: Type}>;

/** The rollout's part of the live view: a task a step, the promotion, and the watch or the way back after it. */
export class RolloutBoard {
  readonly #board: Board;
  #steps: readonly Task[] = [];
  #weights: readonly string[] = [];
  #promotion: Task | undefined;
  #back: Task | undefined;

  constructor(board: Board) {
    this.#board = board;
  }

  /** Applies one event; `nowMs` is the command's clock. */
  apply(event: RolloutEvent, nowMs: number): void {
    switch (event.type) {
      case 'rollout.started':
        this.#started(event);
        break;
      case 'rollout.joined':
        this.#joined(event);
        break;
      case 'traffic.shifted':
        this.#shifted(event, nowMs);
        break;
      case 'bake.started':
        this.#board.update(this.#stepOrNew(event.stepIndex, event.stepCount), {
          state: 'running',
          timer: {sinceMs: nowMs, ofMs: event.bakeMs},
          lines: ['waiting for the first settled minute'],
        });
        break;
      case 'sample.judged':
        this.#judged(event, nowMs);
        break;
      case 'gate.passed':
        this.#passed(event);
        break;
      case 'step.extended':
        this.#addLine(`extended: ${event.reason}`);
        break;
      case 'rollout.held':
        this.#held(event);
        break;
      case 'rollout.promoted':
        this.#promoted(event);
        break;
      case 'abort.started':
        this.#aborting(event, nowMs);
        break;
      case 'abort.finished':
        this.#board.update(this.#back, {
          title: `All traffic is back on version ${event.stable}`,
          state: 'done',
          lines: [],
        });
        this.#board.closePhase('done');
        break;
      case 'watch.started':
        this.#watching(event, nowMs);
        break;
      case 'rollout.endedElsewhere':
      case 'smoke.passed':
      case 'hook.started':
      case 'command.printed':
      case 'signal.received':
        this.#addLine(rolloutEventText(event));
        break;
    }
  }

  #started(event: EventOf<'rollout.started'>): void {
    this.#open(event, `Roll out ${formatAliasRef(event.ref)}`);
    this.#startNext(0);
  }

  #joined(event: EventOf<'rollout.joined'>): void {
    const verb = event.manner === 'resume' ? 'Go on with' : 'Follow';
    this.#open(event, `${verb} ${formatAliasRef(event.ref)}`);
    const isOver = event.stepIndex >= event.steps.length;
    for (const task of this.#steps.slice(0, event.stepIndex)) this.#board.update(task, {state: 'done'});
    if (isOver) this.#board.update(this.#promotion, {state: 'done'});
    else this.#board.update(this.#step(event.stepIndex), {state: 'running', lines: []});
  }

  #open(event: EventOf<'rollout.started'> | EventOf<'rollout.joined'>, what: string): void {
    this.#weights = event.steps.map((step) => formatWeightPercent(step.weightPercent));
    this.#steps = event.steps.map((step, index) =>
      createTask(`${this.#weights[index]} for ${formatDuration(step.bakeMs)}`),
    );
    this.#promotion = createTask(`Promote version ${event.candidate} on ${formatAliasRef(event.ref)}`);
    const heading = createTask(`${what}: version ${event.candidate} over ${event.stable}`);
    this.#board.openPhase([heading, ...this.#steps, this.#promotion]);
    this.#board.update(heading, {state: 'running'});
    this.#board.update(heading, {state: 'done'});
  }

  /** Traffic moves just after a full minute: until then the next step, or the promotion, shows what it waits for. */
  #startNext(index: number): void {
    this.#board.update(this.#step(index) ?? this.#promotion, {state: 'running', lines: ['waits for a full minute']});
  }

  #shifted(event: EventOf<'traffic.shifted'>, nowMs: number): void {
    if (event.stepIndex !== undefined) {
      this.#board.update(this.#step(event.stepIndex), {
        title: this.#weights[event.stepIndex] ?? `Step ${event.stepIndex + 1}`,
        state: 'running',
        timer: {sinceMs: nowMs},
        lines: ['traffic shifted'],
      });
    } else if (this.#board.phase === undefined) {
      const task = createTask(`${formatAliasRef(event.ref)}: ${splitText(event)}`);
      this.#board.openPhase([task]);
      this.#board.update(task, {state: 'done'});
    }
  }

  #judged(event: EventOf<'sample.judged'>, nowMs: number): void {
    const {judgement} = event;
    const task = this.#board.running ?? this.#step(event.stepIndex);
    this.#board.update(task, {
      state: 'running',
      timer: {sinceMs: nowMs - event.elapsedMs, ofMs: event.bakeMs},
      lines: [
        `${judgement.verdict} · ${evidenceText(judgement)} · ${formatCountOf(judgement.usableMinutes, 'minute')} judged`,
        ...sideLines(judgement),
        ...besideErrors(judgement),
      ],
    });
  }

  #passed({stepIndex, judgement}: EventOf<'gate.passed'>): void {
    const task = this.#step(stepIndex);
    const title = `${task?.title}: ${evidenceText(judgement)}, candidate ${sideText(judgement.candidate)}`;
    this.#board.update(task, {title, state: 'done', lines: []});
    this.#startNext(stepIndex + 1);
  }

  #held(event: EventOf<'rollout.held'>): void {
    const task = this.#board.running;
    this.#board.update(task, {title: `${task?.title}: held, ${event.reason}`, state: 'skipped', lines: []});
    this.#board.closePhase('skipped');
  }

  #promoted(event: EventOf<'rollout.promoted'>): void {
    const title = `Promoted: version ${event.version} has all traffic of ${formatAliasRef(event.ref)}`;
    if (this.#promotion === undefined) {
      this.#promotion = createTask(title);
      this.#board.openPhase([this.#promotion]);
    }
    this.#board.update(this.#promotion, {title, state: 'done', lines: []});
  }

  #aborting(event: EventOf<'abort.started'>, nowMs: number): void {
    const task = this.#board.running;
    this.#board.update(task, {title: `${task?.title}: ${event.reason}`, state: 'failed'});
    this.#board.closePhase('failed');
    this.#back = createTask(`Give ${formatAliasRef(event.ref)} back to stable`);
    this.#board.openPhase([this.#back]);
    this.#board.update(this.#back, {state: 'running', timer: {sinceMs: nowMs}, lines: task ? [] : [event.reason]});
  }

  #watching(event: EventOf<'watch.started'>, nowMs: number): void {
    const task = createTask(`Watch ${formatAliasRef(event.ref)}; it can still be taken back`);
    this.#board.openPhase([task]);
    this.#board.update(task, {state: 'running', timer: {sinceMs: nowMs, ofMs: event.watchMs}});
  }

  #addLine(text: string): void {
    const running = this.#board.running;
    if (running) this.#board.update(running, {lines: [...running.lines, text].slice(-5)});
  }

  #step(index: number): Task | undefined {
    return this.#steps[index];
  }

  /** A process that goes on with somebody else's rollout sees no beginning: its step gets a phase of its own. */
  #stepOrNew(index: number, count: number): Task {
    const known = this.#steps[index];
    if (known) return known;
    const task = createTask(`Step ${index + 1} of ${count}`);
    const steps = [...this.#steps];
    steps[index] = task;
    this.#steps = steps;
    this.#board.openPhase([task]);
    return task;
  }
}
