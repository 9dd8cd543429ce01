import {scaleLinear, scaleLog, scaleUtc} from 'd3-scale';
import {DAY_MS, MINUTE_MS} from '../../../model/duration.js';
import type {Chart} from './chart.js';

const TICK_WIDTH = 74;
const MOST_VALUES = 5;

/** Moments for an axis of that many pixels, in UTC: `12:05`, a day where one begins, seconds only where minutes do not tell them apart. */
export function timeTicks(
  domain: Chart['x'],
  width: number,
): readonly {readonly atMs: number; readonly text: string}[] {
  const ticks = scaleUtc()
    .domain(domain)
    .ticks(Math.floor(width / TICK_WIDTH))
    .map(Number);
  const hasSeconds = ticks.some((atMs) => atMs % MINUTE_MS !== 0);
  return ticks.map((atMs) => {
    const iso = new Date(atMs).toISOString();
    return {atMs, text: atMs % DAY_MS === 0 ? iso.slice(5, 10) : iso.slice(11, hasSeconds ? 19 : 16)};
  });
}

/** Values for an axis: round ones, powers of ten where it is logarithmic. */
export function valueTicks({kind, domain}: Chart['y']): readonly number[] {
  if (kind === 'linear') return scaleLinear().domain(domain).ticks(MOST_VALUES);
  const powers = scaleLog()
    .domain(domain)
    .ticks(20)
    .filter((value) => Number.isInteger(Math.round(Math.log10(value) * 1e6) / 1e6));
  const every = Math.ceil(powers.length / (MOST_VALUES + 1));
  return powers.filter((_, index) => index % every === 0);
}

/** As many as have room beside each other, each as wide as the wider of two neighbours; the last one always has. */
export function evenly<Each>(
  all: readonly Each[],
  at: (each: Each) => number,
  widthOf: (each: Each) => number,
): readonly Each[] {
  const last = all.at(-1);
  const chosen: Each[] = [];
  const isFree = (one: Each | undefined, other: Each | undefined) =>
    one === undefined || other === undefined || at(other) - at(one) >= Math.max(widthOf(one), widthOf(other));
  for (const each of all.slice(0, -1)) if (isFree(chosen.at(-1), each) && isFree(each, last)) chosen.push(each);
  return last === undefined ? chosen : [...chosen, last];
}
