import type {SandboxRequest} from '../service.js';
import {invalid} from './failure.js';
import {Violations} from './violations.js';

export interface Page<T> {
  readonly items: readonly T[];
  readonly NextMarker: string | undefined;
}

/** One page of `items` from Marker on: at most `MaxItems`, and never more than `largest`, whatever MaxItems says. */
export function takePage<T>(items: readonly T[], request: SandboxRequest, largest: number): Page<T> {
  const asked = request.query.get('MaxItems');
  const size = asked === null ? largest : Number(asked);
  const violations = new Violations();
  violations.range(size, 'maxItems', 1, 10_000);
  violations.throwIfAny();
  const start = readMarker(request.query.get('Marker'));
  const end = start + Math.min(size, largest);
  return {
    items: items.slice(start, end),
    NextMarker: end < items.length ? Buffer.from(`at ${end}`).toString('base64') : undefined,
  };
}

function readMarker(marker: string | null): number {
  if (!marker) return 0;
  const position = /^at (\d+)$/.exec(Buffer.from(marker, 'base64').toString('utf8'))?.[1];
  if (position === undefined) throw invalid('Invalid Marker.');
  return Number(position);
}
