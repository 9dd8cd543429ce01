import {DefaultRenderer, Listr, ListrDefaultRendererLogLevels, ListrLogger, type ListrTask} from 'listr2';
import {formatDuration} from '../../model/duration.js';
import type {Clock} from '../../ports/clock.js';
import type {OutputStream, ProgressView} from '../progress-view.js';
import type {Style} from '../style.js';
import {cutLine} from '../table.js';
import {wrapped} from '../wrapped.js';
import {Board, type Frame, isSettled, type Phase, type Task} from './board.js';
import {ReleaseBoard} from './release-board.js';
import {StderrOutput} from './stderr-output.js';

const REFRESH_MS = 500;
const DEFAULT_COLUMNS = 80;
/** Icon, indentation and the two columns listr2 keeps free. */
const MARGIN = 6;
const DEFAULT_ROWS = 24;

interface LiveViewOptions {
  readonly stream: OutputStream;
  readonly clock: Pick<Clock, 'now'>;
  readonly style: Style;
}

/**
 * listr2 asks stdout whether there is a terminal; we have asked stderr already. `nonTTY` only says that the renderer may be
 * used without one.
 */
class StderrRenderer extends DefaultRenderer {
  static override nonTTY = true;
}

interface DrawnTask {
  /** Redraws title and lines. */
  refresh(): void;
}

/** Progress redrawn in place on a terminal. It only follows events: order, signals and rollback belong to the engine. */
export function createLiveView({stream, clock, style}: LiveViewOptions): ProgressView {
  const drawn = new Map<Task, DrawnTask>();
  const settled = new Map<Task, () => void>();
  const pendingWarnings: string[] = [];
  let footer: readonly string[] = [];
  let drawing: Promise<unknown> = Promise.resolve();

  const width = () => (stream.columns ?? DEFAULT_COLUMNS) - MARGIN;
  // Two columns more for what listr2 puts before a line; every task of the phase has a row, and the cursor has one.
  const frame = (): Frame => ({
    nowMs: clock.now(),
    columns: width() - 2,
    rows: (stream.rows ?? DEFAULT_ROWS) - (board.phase?.tasks.length ?? 0) - 1,
  });
  const draw = (phase: Phase) => async () => {
    await createList(phase).run();
    writeWarnings();
  };
  const writeWarnings = () => {
    for (const message of pendingWarnings.splice(0)) {
      stream.write(`${wrapped(`${style.yellow('!')} ${message}`, stream.columns)}\n`);
    }
  };
  const board = new Board({
    phaseOpened(phase) {
      drawing = drawing.then(draw(phase));
    },
    taskChanged(task) {
      drawn.get(task)?.refresh();
      if (isSettled(task)) settled.get(task)?.();
    },
  });
  const release = new ReleaseBoard(board);
  const redraw = () => {
    if (board.running) drawn.get(board.running)?.refresh();
  };
  const timer = setInterval(redraw, REFRESH_MS);
  timer.unref();
  stream.on?.('resize', redraw);

  const createList = (phase: Phase) =>
    new Listr(
      phase.tasks.map((task) => createListrTask(task)),
      {
        registerSignalListeners: false,
        renderer: StderrRenderer,
        rendererOptions: {
          logger: new ListrLogger({processOutput: new StderrOutput(stream as NodeJS.WriteStream)}),
          icon: {[ListrDefaultRendererLogLevels.SKIPPED_WITH_COLLAPSE]: '◼'},
          color: {[ListrDefaultRendererLogLevels.SKIPPED_WITH_COLLAPSE]: (text) => style.dim(text ?? '')},
          showSkipMessage: false,
          collapseErrors: false,
          showErrorMessage: false,
          formatOutput: 'truncate',
        },
        exitOnError: false,
      },
    );

  const createListrTask = (task: Task): ListrTask => ({
    title: titleOf(task, clock.now(), width()),
    // A settled task that never ran is drawn as skipped; it must not be drawn as done.
    skip: () => task.state === 'skipped',
    async task(_, wrapper) {
      const refresh = () => {
        wrapper.title = titleOf(task, clock.now(), width());
        wrapper.output = linesOf(task, frame(), footer).join('\n');
      };
      drawn.set(task, {refresh});
      refresh();
      if (!isSettled(task)) await new Promise<void>((resolve) => settled.set(task, resolve));
      refresh();
      drawn.delete(task);
      settled.delete(task);
      if (task.state === 'skipped') wrapper.skip();
      if (task.state === 'failed') throw new Error(task.title);
    },
  });

  return {
    show(event) {
      if (event.type === 'warning') pendingWarnings.push(event.message);
      release.apply(event, clock.now());
    },
    footer(lines) {
      footer = lines;
      redraw();
    },
    details(details) {
      release.details(details);
      redraw();
    },
    async pause() {
      board.closePhase('done');
      await drawing;
    },
    async end(outcome) {
      clearInterval(timer);
      stream.off?.('resize', redraw);
      board.closePhase(release.leftAs(outcome));
      await drawing;
      writeWarnings();
    },
  };
}

function titleOf(task: Task, nowMs: number, width: number): string {
  if (task.timer === undefined) return cutLine(task.title, width);
  return cutLine(`${task.title}  ${timerText(task.timer, nowMs)}`, width);
}

/** What a task takes longer than it was to is told apart: "11m8s of 5m" is nothing that a person can make sense of. */
function timerText({sinceMs, ofMs}: NonNullable<Task['timer']>, nowMs: number): string {
  const elapsedMs = Math.max(0, nowMs - sinceMs);
  if (ofMs === undefined) return formatDuration(elapsedMs);
  if (elapsedMs < ofMs + 500) return `${formatDuration(elapsedMs)} of ${formatDuration(ofMs)}`;
  return `${formatDuration(ofMs)}, and ${formatDuration(elapsedMs - ofMs)} more`;
}

function linesOf({panel, lines}: Task, frame: Frame, footer: readonly string[]): readonly string[] {
  const above = panel?.({...frame, rows: frame.rows - lines.length - footer.length}) ?? [];
  return [...above, ...lines, ...footer].map((line) => cutLine(line, frame.columns));
}
