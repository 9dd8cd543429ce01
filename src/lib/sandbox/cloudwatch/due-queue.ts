interface Entry<T> {
  readonly atMs: number;
  readonly item: T;
}

// Behind this many taken entries the queue is cut, so that it neither grows for ever nor is copied for every item.
const CUT_AT = 4096;

/** Items in the order of their times. Cheap when most are added in that order. */
export class DueQueue<T> {
  #entries: Entry<T>[] = [];
  #taken = 0;

  add(atMs: number, item: T): void {
    let place = this.#entries.length;
    while (place > this.#taken && (this.#entries[place - 1]?.atMs ?? 0) > atMs) place--;
    this.#entries.splice(place, 0, {atMs, item});
  }

  /** The next item whose time has come, taken out; undefined when there is none. */
  take(untilMs: number): Entry<T> | undefined {
    const next = this.#entries[this.#taken];
    if (!next || next.atMs > untilMs) return undefined;
    this.#taken++;
    if (this.#taken >= CUT_AT) {
      this.#entries = this.#entries.slice(this.#taken);
      this.#taken = 0;
    }
    return next;
  }
}
