/** `evidence 3.2 (rollback at 100)`: how far a bet has got and where it convicts. The same digits wherever it is said. */
export function evidenceText({evidence, bound}: {readonly evidence: number; readonly bound: number}): string {
  return `evidence ${formatEvidence(evidence)} (rollback at ${formatEvidence(bound)})`;
}

/** Evidence in at most two digits below ten, in whole numbers from there; rounded down, so that 99.9 is not yet 100. */
export function formatEvidence(evidence: number): string {
  if (evidence >= 1e6) return 'over 1 million';
  if (evidence >= 10) return formatCount(Math.floor(evidence));
  return String(Number(evidence.toPrecision(2)));
}

/** `1,234,567`; not by toLocaleString, which costs more than all the rest of a judgement. */
export function formatCount(count: number): string {
  return String(Math.round(count * 1000) / 1000).replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ',');
}
