/** A value and how many measurements it stands for; a fraction where there were more than are kept. */
export interface Measured {
  readonly value: number;
  readonly weight: number;
}

const MOST_VALUES = 1000;
// A value that stands for more measurements than this is drawn no more often: its share of the kept is right by then.
const MOST_DRAWS = 10_000;

/** The values of a minute: each with its count while there are 1,000 different ones at the most, then a uniform random choice of so many. */
export class KeptValues {
  readonly #values: number[] = [];
  /** Of each value; absent from when on they are a choice, each of which stands for as many. */
  #counts: number[] | undefined = [];
  #total = 0;

  add(value: number, count: number): void {
    const counts = this.#counts;
    const place = counts ? this.#values.indexOf(value) : -1;
    if (counts && (place >= 0 || this.#values.length < MOST_VALUES)) {
      const at = place >= 0 ? place : this.#values.push(value) - 1;
      counts[at] = (counts[at] ?? 0) + count;
      this.#total += count;
      return;
    }
    if (counts) this.#chooseFrom(counts);
    this.#draw(value, Math.min(Math.ceil(count), MOST_DRAWS));
    this.#total += count;
  }

  measured(): readonly Measured[] {
    const {length} = this.#values;
    return this.#values.map((value, index) => ({value, weight: this.#counts?.[index] ?? this.#total / length}));
  }

  /** As many of each as its share of all says. */
  #chooseFrom(counts: readonly number[]): void {
    const each = this.#values.map((value, index) => ({value, count: counts[index] ?? 0}));
    this.#counts = undefined;
    this.#values.length = 0;
    let seen = 0;
    for (const {value, count} of each) {
      seen += count;
      while (this.#values.length + 0.5 < (seen / this.#total) * MOST_VALUES) this.#values.push(value);
    }
  }

  /** Reservoir sampling: every measurement of the minute has the same chance to be among the kept. */
  #draw(value: number, times: number): void {
    for (let seen = this.#total + 1; seen <= this.#total + times; seen++) {
      const place = Math.floor(Math.random() * seen);
      if (place < this.#values.length) this.#values[place] = value;
    }
  }
}
