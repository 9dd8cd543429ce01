import {nameOfPlace} from '../model/place.js';
import type {Clock} from '../ports/clock.js';
import {placeOfEvent, type ReleaseEvent} from '../ports/events.js';
import {visibleStyled} from './control-characters.js';
import type {OutputStream, ProgressView} from './progress-view.js';
import {createStyle, type Style} from './style.js';
import {eventText} from './text/event.js';

const HEARTBEAT_MS = 60_000;
/** What every alias tells several times a minute: of many that go as one it would hide what matters. The journal has it. */
const OF_EACH: ReadonlySet<ReleaseEvent['type']> = new Set<ReleaseEvent['type']>([
  'sample.judged',
  'bake.started',
  'gate.passed',
  'update.waiting',
]);

/** Calls `action` every `everyMs` of wall time until the returned function is called. */
export type Repeat = (everyMs: number, action: () => void) => () => void;

interface LineReporterOptions {
  readonly stream: OutputStream;
  readonly clock: Pick<Clock, 'now'>;
  readonly repeat?: Repeat;
  readonly style?: Style;
}

/**
 * A timestamped line an event, for CI logs and files. CI systems end jobs that say nothing: while no event comes, the last
 * line is repeated as a heartbeat each minute of wall time.
 */
export function createLineReporter(options: LineReporterOptions): ProgressView {
  const {stream, clock, repeat = repeatUnreferenced, style = createStyle(false)} = options;
  let last: string | undefined;
  let spoke = false;
  let isTrain = false;
  const write = (text: string) => {
    stream.write(`${style.dim(formatTime(clock.now()))} ${visibleStyled(text)}\n`);
    spoke = true;
  };
  const stop = repeat(HEARTBEAT_MS, () => {
    if (!spoke && last !== undefined) write(style.dim(`still at it: ${last}`));
    spoke = false;
  });
  return {
    show(event: ReleaseEvent) {
      if (event.type === 'train.began') isTrain = true;
      const text = isTrain && OF_EACH.has(event.type) ? undefined : eventText(event);
      if (text === undefined) return;
      const place = nameOfPlace(placeOfEvent(event));
      const placed = place === undefined ? text : `${place} ${text}`;
      if (event.type !== 'warning') last = placed;
      write(event.type === 'warning' ? style.yellow(placed) : placed);
    },
    async pause() {
      last = undefined;
    },
    async end() {
      stop();
    },
  };
}

/** UTC to the second: `2026-11-21T05:24:11Z`. */
export function formatTime(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 19)}Z`;
}

function repeatUnreferenced(everyMs: number, action: () => void): () => void {
  const timer = setInterval(action, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
