/** A time in which nothing leaves, epoch milliseconds: from its start on, and not at its end any more. */
export interface FrozenSpan {
  readonly fromMs: number;
  readonly toMs: number;
  /** In a person's words. */
  readonly reason: string;
  /** By whose clock it is told. */
  readonly timezone?: string | undefined;
}

/** The span that is in force at a moment: of several the one that lasts longest. */
export function frozenAt(spans: readonly FrozenSpan[], atMs: number): FrozenSpan | undefined {
  const inForce = spans.filter(({fromMs, toMs}) => fromMs <= atMs && atMs < toMs);
  return inForce.reduce<FrozenSpan | undefined>(
    (longest, span) => (longest === undefined || span.toMs > longest.toMs ? span : longest),
    undefined,
  );
}

/** The first moment from `fromMs` on at which nothing is frozen, epoch milliseconds: spans that touch are one. */
export function nextOpenMs(spans: readonly FrozenSpan[], fromMs: number): number {
  let openMs = fromMs;
  for (let span = frozenAt(spans, openMs); span; span = frozenAt(spans, openMs)) openMs = span.toMs;
  return openMs;
}

/** The first span that begins after a moment. */
export function nextFrozen(spans: readonly FrozenSpan[], afterMs: number): FrozenSpan | undefined {
  return spans.filter(({fromMs}) => fromMs > afterMs).toSorted((a, b) => a.fromMs - b.fromMs)[0];
}

/** Those that reach into a time; whole, since people are told when they end. */
export function spansIn(spans: readonly FrozenSpan[], fromMs: number, toMs: number): readonly FrozenSpan[] {
  return spans.filter((span) => span.fromMs < toMs && fromMs < span.toMs);
}
