import {summarizeSide} from '../../../analysis/side-summary.js';
import {MINUTE_MS} from '../../../model/duration.js';
import type {FunctionStory} from '../../story/story.js';
import {sideText} from '../../text/judgement.js';
import type {Chart, Line} from './chart.js';
import {groupedMinutes} from './grouped-minutes.js';
import {type Common, percent, pointsOf, SIDES, type SideName} from './story-chart.js';

/** How often both versions failed, with Wilson's intervals; none where no minute was told. */
export function errorChart({minutes}: FunctionStory, {names, prefix, ...common}: Common): Chart | undefined {
  const {groups, size} = groupedMinutes(minutes);
  const lines = SIDES.map((series): Line => {
    const points = pointsOf(groups, series, ({errors, invocations}) => errors / invocations, size * MINUTE_MS);
    const intervals = points.map(({atMs, counted}) => {
      const {errorRateInterval: {lower, upper} = {lower: 0, upper: 1}} = summarizeSide([counted]);
      return {atMs, lower, upper};
    });
    return {series, name: names[series], points, intervals};
  });
  if (lines.every(({points}) => points.length === 0)) return undefined;
  const total = (side: SideName) => sideText(summarizeSide(minutes.flatMap(({[side]: counted}) => counted ?? [])));
  const each = size === 1 ? 'minute' : `${size} minutes`;
  return {
    ...common,
    id: `${prefix}errors`,
    title: 'Error rate, with 95% intervals',
    summary: `Error rate of each ${each}. In all, candidate: ${total('candidate')}; stable: ${total('stable')}.`,
    yTitle: `Failed requests of each ${each} (%)`,
    y: {kind: 'linear', domain: [0, rateLimit(lines)], format: percent},
    lines,
    gapMs: 1.5 * size * MINUTE_MS,
  };
}

/** Rates fit whole; intervals as far as they tell something: those of three requests reach everywhere. */
function rateLimit(lines: readonly Line[]): number {
  const highest = Math.max(0, ...lines.flatMap(({points}) => points.map(({value}) => value)));
  const uppers = lines.flatMap(({intervals = []}) => intervals.map(({upper}) => upper)).sort((a, b) => a - b);
  const usual = uppers[Math.floor(uppers.length / 2)] ?? 0;
  return Math.min(1, Math.max(0.002, highest * 1.15, usual * 1.5));
}
