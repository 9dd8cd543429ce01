/** Whose numbers a mark shows: it has that one's colour, and a line or a dash of its own. */
export type Series = 'candidate' | 'stable' | 'guard';

export interface Point {
  /** Epoch milliseconds. */
  readonly atMs: number;
  readonly value: number;
}

interface Interval {
  readonly atMs: number;
  readonly lower: number;
  readonly upper: number;
}

export interface Line {
  readonly series: Series;
  /** What the legend calls it. */
  readonly name: string;
  /** A gap is where two points are further apart than `gapMs`. */
  readonly points: readonly Point[];
  /** A value that holds until the next one. */
  readonly isStep?: boolean;
  /** Filled down to zero. */
  readonly isFilled?: boolean;
  /** Around the line, in the same order. */
  readonly intervals?: readonly Interval[];
}

/** A value that means something by itself. */
export interface Rule {
  /** Where something is done, or what was before. */
  readonly kind: 'bound' | 'reference';
  readonly value: number;
  readonly label: string;
}

export interface Chart {
  /** Unique on its page; a word for addresses. */
  readonly id: string;
  readonly title: string;
  /** What it shows, for whoever does not see it. */
  readonly summary: string;
  readonly yTitle: string;
  readonly y: {
    readonly kind: 'linear' | 'log';
    /** What is beyond is drawn at the edge. */
    readonly domain: readonly [number, number];
    readonly format: (value: number) => string;
  };
  /** Epoch milliseconds; the same for all charts of a story, so that they can be read under each other. */
  readonly x: readonly [number, number];
  readonly lines: readonly Line[];
  readonly rules?: readonly Rule[];
  /** Moves of traffic. */
  readonly marks: readonly {readonly atMs: number; readonly label: string}[];
  readonly gapMs?: number;
}
