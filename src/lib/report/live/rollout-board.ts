import {evidenceText} from '../../analysis/evidence-text.js';
import {formatDuration} from '../../model/duration.js';
import {formatAliasRef} from '../../model/function/ref.js';
import {formatWeightPercent} from '../../model/rollout/weight.js';
import type {RolloutEvent} from '../../ports/events.js';
import {sideText} from '../text/judgement.js';
import {rolloutEventText, splitText} from '../text/rollout-event.js';
import {type Board, createTask, isSettled, type Task} from './board.js';
import {type PanelSubject, stepPanel} from './step-panel.js';

type EventOf<Type extends RolloutEvent['type']> = Extract<RolloutEvent, {type: Type}>;

/** The rollout's part of the live view: a task a step, the promotion, and the watch or the way back after it. */
export class RolloutBoard {
  readonly #board: Board;
  #steps: readonly Task[] = [];
  #weights: readonly string[] = [];
  #promotion: Task | undefined;
  #back: Task | undefined;
  #isOnlyWatching = false;
  #notes: PanelSubject['notes'];
  /** What is known beside the events; may be set at any time. */
  details: PanelSubject['details'];

  constructor(board: Board) {
    this.#board = board;
  }

  /** Whether the command only looks: its own end is no end of a step. */
  get isOnlyWatching(): boolean {
    return this.#isOnlyWatching;
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
        this.#baking(event, nowMs);
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
      case 'warm.finished':
      case 'provisioned.changed':
      case 'cost.compared':
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
    this.#isOnlyWatching = event.manner === 'watch';
    const verb = event.manner === 'resume' ? 'Go on with' : 'Follow';
    this.#open(event, `${verb} ${formatAliasRef(event.ref)}`);
    const isOver = event.stepIndex >= event.steps.length;
    for (const task of this.#steps.slice(0, event.stepIndex)) this.#board.update(task, {state: 'done'});
    if (isOver) this.#board.update(this.#promotion, {state: 'done'});
    else
      this.#board.update(this.#step(event.stepIndex), {
        title: this.#weights[event.stepIndex] as string,
        state: 'running',
      });
  }

  #open(event: EventOf<'rollout.started'> | EventOf<'rollout.joined'>, what: string): void {
    this.#notes = event.notes;
    this.details = undefined;
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

  /** Who only follows a rollout sees its moves and no gates: the steps behind it have passed. */
  #shifted(event: EventOf<'traffic.shifted'>, nowMs: number): void {
    const {ref, stepIndex, candidate} = event;
    if (stepIndex !== undefined) {
      for (const task of this.#steps.slice(0, stepIndex)) this.#board.update(task, {state: 'done', lines: []});
      const title = this.#weights[stepIndex] ?? `Step ${stepIndex + 1}`;
      const weight = candidate ? formatWeightPercent(candidate.weightPercent) : title;
      const step = this.#step(stepIndex);
      // Half of the traffic back, to be compared beside stable, or from there to where it was.
      const isElsewhere = step !== undefined && (isSettled(step) || weight !== title);
      if (isElsewhere) this.#board.openPhase([createTask(weight === title ? title : `${weight}, beside stable again`)]);
      const task = isElsewhere ? this.#board.phase?.tasks[0] : step;
      const change = {state: 'running', timer: {sinceMs: nowMs}, lines: ['traffic shifted']} as const;
      this.#board.update(task, isElsewhere ? change : {...change, title});
    } else if (this.#board.phase === undefined) {
      const task = createTask(`${formatAliasRef(ref)}: ${splitText(event)}`);
      this.#board.openPhase([task]);
      this.#board.update(task, {state: 'done'});
    }
  }

  #baking({ref, stepIndex, stepCount, bakeMs}: EventOf<'bake.started'>, nowMs: number): void {
    this.#board.update(this.#at(stepIndex) ?? this.#newStep(stepIndex, stepCount), {
      state: 'running',
      timer: {sinceMs: nowMs, ofMs: bakeMs},
      panel: this.#panel({ref}),
      lines: ['waiting for the first settled minute'],
    });
  }

  #judged(event: EventOf<'sample.judged'>, nowMs: number): void {
    const {ref, judgement, sample} = event;
    this.#board.update(this.#at(event.stepIndex), {
      state: 'running',
      timer: {sinceMs: nowMs - event.elapsedMs, ofMs: event.bakeMs},
      panel: this.#panel({ref, judgement, sample}),
      lines: [],
    });
  }

  #panel(subject: PanelSubject): NonNullable<Task['panel']> {
    return (frame) => {
      const {details} = this;
      return stepPanel({...subject, ...(this.#notes && {notes: this.#notes}), ...(details && {details})}, frame);
    };
  }

  #passed({stepIndex, judgement}: EventOf<'gate.passed'>): void {
    const task = this.#at(stepIndex);
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
    for (const task of this.#steps) this.#board.update(task, {state: 'done', lines: []});
    if (this.#promotion === undefined || isSettled(this.#promotion)) {
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
    const timer = {sinceMs: nowMs, ofMs: event.watchMs};
    this.#board.update(task, {state: 'running', timer, panel: this.#panel({ref: event.ref})});
  }

  #addLine(text: string): void {
    const running = this.#board.running;
    if (running) this.#board.update(running, {lines: [...running.lines, text].slice(-5)});
  }

  #step(index: number): Task | undefined {
    return this.#steps[index];
  }

  /** The task of where the rollout is: its step, or what came after the steps that have passed. */
  #at(index: number): Task | undefined {
    const step = this.#step(index);
    return step && !isSettled(step) ? step : this.#board.running;
  }

  /** A process that goes on with somebody else's rollout sees no beginning: its step gets a phase of its own. */
  #newStep(index: number, count: number): Task {
    const task = createTask(`Step ${index + 1} of ${count}`);
    const steps = [...this.#steps];
    steps[index] = task;
    this.#steps = steps;
    this.#board.openPhase([task]);
    return task;
  }
}
