import type {OnlookerDetails} from '../model/rollout/onlooker-details.js';
import type {ReleaseEvent} from '../ports/events.js';

/** What progress is written to: stderr, or a fake of it. */
export interface OutputStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  /** Columns and rows as the system knows them. */
  getWindowSize?(): [number, number];
  write(text: string): unknown;
  on?(event: 'resize', listener: () => void): unknown;
  off?(event: 'resize', listener: () => void): unknown;
}

/** How the command ended. */
export type Outcome = 'done' | 'failed';

/** One way of showing events. */
export interface ProgressView {
  show(event: ReleaseEvent): void;
  /** Gives the stream free for a question or a text; what is shown next begins below it. */
  pause(): Promise<void>;
  /** Shows these lines below what it draws, in place of those before; where nothing is redrawn, nowhere. */
  footer?(lines: readonly string[]): void;
  /** Shows beside a rollout what only a person who watches it is shown. */
  details?(details: OnlookerDetails): void;
  /** Gives the stream back: after it nothing more is drawn. What still runs is shown as `outcome`. */
  end(outcome: Outcome): Promise<void>;
}
