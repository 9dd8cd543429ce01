import {ParseError} from '../parse-error.js';
import {parseWeightPercent} from './weight.js';

/** Tolerated shares of slow calls by threshold, 0–1. */
interface SlowShares {
  readonly p90?: number;
  readonly p99?: number;
}

const MOST_PERCENT = 50;
const WAY_OUT = 'Write p90, p99 or both with a share each: "p90:2%, p99:0.5%".';

/** Reads `p90:2%, p99:0.5%`. Throws ParseError. */
export function parseSlowTolerance(text: string): SlowShares {
  const shares: {p90?: number; p99?: number} = {};
  for (const part of text.split(',')) {
    const [name, share, ...rest] = part.split(':').map((piece) => piece.trim());
    if ((name !== 'p90' && name !== 'p99') || !share?.endsWith('%') || rest.length > 0 || shares[name] !== undefined) {
      throw new ParseError(`"${part.trim()}" is not a share of slow calls.`, WAY_OUT);
    }
    const percent = parseWeightPercent(share);
    if (percent > MOST_PERCENT) throw new ParseError(`"${part.trim()}" is above ${MOST_PERCENT}%.`, WAY_OUT);
    shares[name] = percent / 100;
  }
  return shares;
}
