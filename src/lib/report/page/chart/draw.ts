import {scaleLinear, scaleLog, scaleUtc} from 'd3-scale';
import {area, curveLinear, curveStepAfter, line} from 'd3-shape';
import {type Html, html} from '../html.js';
import type {Chart, Line, Point} from './chart.js';
import {evenly, timeTicks, valueTicks} from './ticks.js';

/** Pixels of a drawing, before it is scaled to its place. */
interface Size {
  readonly name: 'wide' | 'narrow';
  readonly width: number;
  readonly height: number;
}

/** One for screens and paper, one for telephones: letters keep their size, and what does not fit is left out. */
const SIZES: readonly Size[] = [
  {name: 'wide', width: 920, height: 264},
  {name: 'narrow', width: 380, height: 250},
];
const MARGIN = {top: 44, right: 14, bottom: 42, left: 62};
/** More than these are a band of dots. */
const MOST_DOTS = 60;
const LETTER_WIDTH = 8;

/** A chart as inline SVG, in both sizes; the style sheet shows the one that fits. */
export function drawn(chart: Chart): Html {
  return html`${SIZES.map((size) => drawing(chart, size))}`;
}

function drawing(chart: Chart, {name, width, height}: Size): Html {
  const {x: times, y: values, marks, rules = []} = chart;
  const left = MARGIN.left;
  const right = width - MARGIN.right;
  const [top, bottom] = [MARGIN.top, height - MARGIN.bottom];
  const x = scaleUtc().domain(times).range([left, right]);
  const y = (values.kind === 'log' ? scaleLog() : scaleLinear()).domain(values.domain).range([bottom, top]).clamp(true);
  const clip = `${chart.id}-${name}`;
  const labels = evenly(
    marks,
    ({atMs}) => x(atMs),
    ({label}) => (label.length + 1) * LETTER_WIDTH,
  );
  return html`<svg class="chart ${name}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${chart.summary}">
<clipPath id="${clip}"><rect x="${left}" y="${top - 4}" width="${right - left}" height="${bottom - top + 8}"/></clipPath>
<g class="grid">${valueTicks(values).map((value) => html`<path d="M${left} ${round(y(value))}H${right}"/><text x="${left - 8}" y="${round(y(value) + 4)}">${values.format(value)}</text>`)}</g>
<g class="times">${timeTicks(times, right - left).map(({atMs, text}) => html`<path d="M${round(x(atMs))} ${bottom}v5"/><text x="${round(x(atMs))}" y="${bottom + 19}">${text}</text>`)}</g>
<text class="axis" x="${left}" y="14">${chart.yTitle}</text>
<text class="axis end" x="${right}" y="${height - 6}">Time (UTC)</text>
<g class="moves">${marks.map(({atMs}) => html`<path d="M${round(x(atMs))} ${top}V${bottom}"/>`)}${labels.map(({atMs, label}) => html`<text x="${round(x(atMs))}" y="${top - 5}">${label}</text>`)}</g>
<g clip-path="url(#${clip})">${chart.lines.map((each) => lineOf(each, {x, y, bottom, gapMs: chart.gapMs, endMs: times[1]}))}</g>
${rules.map(({kind, value, label}) => html`<g class="rule ${kind}"><path d="M${left} ${round(y(value))}H${right}"/><text x="${left + 8}" y="${round(y(value) - 5)}">${label}</text></g>`)}
</svg>`;
}

interface Frame {
  readonly x: (atMs: number) => number;
  readonly y: (value: number) => number;
  readonly bottom: number;
  readonly gapMs: number | undefined;
  /** Of the axis. */
  readonly endMs: number;
}

function lineOf({series, points, isStep, isFilled, intervals}: Line, {x, y, bottom, gapMs, endMs}: Frame): Html {
  const curve = isStep ? curveStepAfter : curveLinear;
  const pieces = withGaps(points, gapMs);
  const stroke = line<Point | undefined>()
    .defined((point) => point !== undefined)
    .x((point) => round(x(point?.atMs ?? 0)))
    .y((point) => round(y(point?.value ?? 0)))
    .curve(curve)(pieces);
  const fill = area<Point | undefined>()
    .defined((point) => point !== undefined)
    .x((point) => round(x(point?.atMs ?? 0)))
    .y0(bottom)
    .y1((point) => round(y(point?.value ?? 0)))
    .curve(curve)(pieces);
  type Band = NonNullable<typeof intervals>[number] | undefined;
  const band = area<Band>()
    .defined((each) => each !== undefined)
    .x((each) => round(x(each?.atMs ?? 0)))
    .y0((each) => round(y(each?.lower ?? 0)))
    .y1((each) => round(y(each?.upper ?? 0)))(withGaps(intervals ?? [], gapMs));
  const dots = isStep ? points.slice(-1).filter(({atMs}) => atMs < endMs) : points.length > MOST_DOTS ? [] : points;
  return html`<g class="${series}">${intervals && html`<path class="band" d="${band ?? ''}"/>`}${isFilled && html`<path class="fill" d="${fill ?? ''}"/>`}<path class="line" d="${stroke ?? ''}"/>${dots.map((point) => dot(series, round(x(point.atMs)), round(y(point.value))))}</g>`;
}

/** Round for the candidate, square for stable: told apart without colours. */
function dot(series: Line['series'], x: number, y: number): Html {
  return series === 'stable'
    ? html`<rect x="${round(x - 2.5)}" y="${round(y - 2.5)}" width="5" height="5"/>`
    : html`<circle cx="${x}" cy="${y}" r="3"/>`;
}

/** Nothing where something is missing. */
function withGaps<Each extends {readonly atMs: number}>(
  all: readonly Each[],
  gapMs = Number.POSITIVE_INFINITY,
): (Each | undefined)[] {
  return all.flatMap((each, index) => {
    const before = all[index - 1];
    return before && each.atMs - before.atMs > gapMs ? [undefined, each] : [each];
  });
}

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}
