import {formatUsd} from '../../model/price/cost.js';
import type {MeasuredSize} from '../../model/tune/tried-size.js';
import {writePackageFile} from '../../package/write-package-file.js';
import {formatCount, formatMilliseconds} from '../number-text.js';
import {type TuneReport, tuneTable, whereText} from '../result/tune/tune-text.js';
import {detailList, tableBlock} from './blocks.js';
import {type BarChart, drawnBars} from './chart/bars.js';
import {type Html, html} from './html.js';
import {pageText} from './shell.js';
import {styleSheet} from './style-sheet.js';

/** Writes what trying sizes came to as a page that draws time and cost by size. */
export async function writeTunePage(file: string, report: TuneReport): Promise<void> {
  await writePackageFile(file, Buffer.from(tunePage(report, styleSheet())));
}

export function tunePage(report: TuneReport, css: string): string {
  const {functionName, version, sizes, choices, plan} = report;
  const measured = sizes.flatMap((size) => (size.kind === 'measured' ? [size] : []));
  const bars = (of: (size: MeasuredSize) => number | undefined) =>
    measured.flatMap((size) => {
      const value = of(size);
      return value === undefined
        ? []
        : [{label: formatCount(size.memoryMb), value, isNow: size.memoryMb === report.memoryMb}];
    });
  const xTitle = 'Memory (MB)';
  const times: BarChart = {
    ...{xTitle, yTitle: 'Mean duration', format: formatMilliseconds, bars: bars(({meanMs}) => meanMs)},
    summary: 'Mean duration of a call that met a warm environment, by size of memory.',
  };
  const costs: BarChart = {
    ...{xTitle, yTitle: 'A million requests', format: formatUsd, bars: bars(({usd}) => usd)},
    summary: 'What a million such calls cost, by size of memory.',
  };
  const best = choices && [
    ['Fastest', choices.fastest],
    ['Cheapest', choices.cheapest],
    ['Balanced', choices.balanced],
  ];
  const sections = [
    html`<section>${detailList([
      ...(best ?? []).map(([name, memoryMb]) => [String(name), `${formatCount(Number(memoryMb))} MB`] as const),
      ['Now', `${formatCount(report.memoryMb)} MB`],
      ['Calls', `${plan.calls} of each size`],
      ['Cost', whereText(report)],
    ])}</section>`,
    figure('Duration', 'duration', times),
    figure('Cost', 'cost', costs),
    html`<section><h2>All of it</h2>${tableBlock(tuneTable(report), 'Sizes of memory')}</section>`,
  ];
  const heading = `${functionName}:${version}`;
  return pageText(
    {
      title: `${heading}: sizes of memory`,
      kicker: 'Sizes of memory',
      heading,
      sections,
      footer: 'Made by lambda-release tune. The bar in grey is the size that the version has.',
    },
    css,
  );
}

function figure(title: string, id: string, chart: BarChart): Html {
  if (chart.bars.length === 0) return html``;
  return html`<figure aria-labelledby="${id}"><figcaption><h2 id="${id}">${title}</h2><p>${chart.summary}</p></figcaption>
${drawnBars(chart)}</figure>`;
}
