import {visibleStyled} from '../control-characters.js';

/** What a task of the live view is at. */
export type TaskState = 'waiting' | 'running' | 'done' | 'failed' | 'skipped';

/** When lines are drawn, and how much room there is for them. */
export interface Frame {
  /** Epoch milliseconds by the command's clock. */
  readonly nowMs: number;
  readonly columns: number;
  readonly rows: number;
}

/** One line of the live view with the lines beneath it. The `title` of a running task may hold a clock. */
export interface Task {
  title: string;
  lines: readonly string[];
  /** Lines above those, while it runs: made anew for every frame. */
  panel?: (frame: Frame) => readonly string[];
  state: TaskState;
  /** Set while the task counts time: the view appends "1m of 5m" to its title, or "5m, and 1m more". */
  timer?: {readonly sinceMs: number; readonly ofMs?: number};
}

/** Tasks that are drawn together; the next phase begins when all of them are settled. */
export interface Phase {
  readonly tasks: readonly Task[];
}

/** What the view listens to. */
export interface BoardListener {
  phaseOpened(phase: Phase): void;
  taskChanged(task: Task): void;
}

/** A new waiting task. */
export function createTask(title: string): Task {
  return {title, lines: [], state: 'waiting'};
}

/** True when nothing more will happen to the task. */
export function isSettled(task: Task): boolean {
  return task.state === 'done' || task.state === 'failed' || task.state === 'skipped';
}

/** Phases and tasks, without any drawing. */
export class Board {
  readonly #listener: BoardListener;
  #phase: Phase | undefined;

  constructor(listener: BoardListener) {
    this.#listener = listener;
  }

  /** The phase that is drawn now. */
  get phase(): Phase | undefined {
    return this.#phase;
  }

  /** Settles what the last phase left open and begins a new one. */
  openPhase(tasks: readonly Task[]): void {
    this.closePhase('skipped');
    this.#phase = {tasks};
    this.#listener.phaseOpened(this.#phase);
  }

  /** Changes a task; a settled task stays as it is. */
  update(task: Task | undefined, change: Partial<Task>): void {
    if (task === undefined || isSettled(task)) return;
    if (change.timer !== undefined) task.timer = change.timer;
    if (change.title !== undefined) task.title = visibleStyled(change.title);
    if (change.lines !== undefined) task.lines = change.lines.map(visibleStyled);
    if (change.state !== undefined) task.state = change.state;
    if (change.panel !== undefined) task.panel = change.panel;
    if (isSettled(task)) {
      delete task.timer;
      delete task.panel;
    }
    this.#listener.taskChanged(task);
  }

  /** The task that runs, in phase order. */
  get running(): Task | undefined {
    return this.#phase?.tasks.find((task) => task.state === 'running');
  }

  /** Ends the phase: what runs becomes `state`, what waits is skipped. */
  closePhase(state: 'done' | 'failed' | 'skipped'): void {
    for (const task of this.#phase?.tasks ?? []) {
      this.update(task, {state: task.state === 'running' ? state : 'skipped'});
    }
    this.#phase = undefined;
  }
}
