import {scaleBand, scaleLinear} from 'd3-scale';
import {type Html, html} from '../html.js';

interface Bar {
  readonly label: string;
  readonly value: number;
  /** One of them stands for what there is now. */
  readonly isNow: boolean;
}

/** Bars beside each other, from zero. */
export interface BarChart {
  /** What it shows, for whoever does not see it. */
  readonly summary: string;
  readonly yTitle: string;
  readonly xTitle: string;
  readonly format: (value: number) => string;
  readonly bars: readonly Bar[];
}

/** As the charts of a story: one for screens and paper, one for telephones. */
const SIZES = [
  {name: 'wide', width: 920, height: 250},
  {name: 'narrow', width: 380, height: 230},
] as const;
const MARGIN = {top: 40, right: 14, bottom: 46, left: 14};
/** More bars than these have no room for their values on a telephone. */
const MOST_VALUES = {wide: 12, narrow: 5};

/** Bars as inline SVG, in both sizes, each with its value above it; the style sheet shows the one that fits. */
export function drawnBars(chart: BarChart): Html {
  return html`${SIZES.map((size) => drawing(chart, size))}`;
}

function drawing(
  {summary, yTitle, xTitle, format, bars}: BarChart,
  {name, width, height}: (typeof SIZES)[number],
): Html {
  const [left, right] = [MARGIN.left, width - MARGIN.right];
  const [top, bottom] = [MARGIN.top, height - MARGIN.bottom];
  const x = scaleBand()
    .domain(bars.map(({label}) => label))
    .range([left, right])
    .padding(0.35);
  const y = scaleLinear()
    .domain([0, Math.max(...bars.map(({value}) => value))])
    .range([bottom, top]);
  const every = Math.ceil(bars.length / MOST_VALUES[name]);
  const drawn = bars.map(({label, value, isNow}, index) => {
    const at = x(label) ?? 0;
    const middle = round(at + x.bandwidth() / 2);
    const text = index % every === 0;
    return html`<g class="${isNow ? 'bar now' : 'bar'}"><rect x="${round(at)}" y="${round(y(value))}" width="${round(x.bandwidth())}" height="${round(bottom - y(value))}"/>${text && html`<text class="value" x="${middle}" y="${round(y(value) - 6)}">${format(value)}</text><text x="${middle}" y="${bottom + 19}">${label}</text>`}</g>`;
  });
  return html`<svg class="chart ${name}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${summary}">
<g class="times"><path d="M${left} ${bottom}H${right}"/></g>
<text class="axis" x="${left}" y="14">${yTitle}</text>
<text class="axis end" x="${right}" y="${height - 6}">${xTitle}</text>
${drawn}
</svg>`;
}

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}
