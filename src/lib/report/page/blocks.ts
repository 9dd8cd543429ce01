import {type Failure, isCommand} from '../failure.js';
import type {Detail} from '../story/details.js';
import type {StoryTable} from '../story/tables.js';
import {drawn} from './chart/draw.js';
import type {ChartWithTable} from './chart/story-charts.js';
import {type Html, html} from './html.js';

/** Names and what is said of them. */
export function detailList(details: readonly Detail[]): Html {
  return html`<dl class="details">${details.map(([name, text]) => html`<div><dt>${name}</dt><dd>${text}</dd></div>`)}</dl>`;
}

/** A table that can be scrolled where it is too wide, also by keys; `first` shows the first cell of a row in its own way. */
export function tableBlock(
  {head, rows}: StoryTable,
  name: string,
  first = (text: string): Html => html`${text}`,
): Html {
  return html`<div class="table" tabindex="0" role="group" aria-label="${name}"><table><thead><tr>${head.map((each) => html`<th scope="col">${each}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map((cell, column) => html`<td>${column === 0 ? first(cell) : cell}</td>`)}</tr>\n`)}</tbody></table></div>`;
}

/** A chart with its title, its legend, what it shows in words, and its numbers. */
export function chartBlock({chart, table}: ChartWithTable, level: 2 | 3): Html {
  const legend = chart.lines.map(
    ({series, name}) =>
      html`<li class="${series}"><svg viewBox="0 0 34 12" aria-hidden="true"><path class="line" d="M1 6H33"/>${series === 'stable' ? html`<rect x="14" y="3" width="6" height="6"/>` : html`<circle cx="17" cy="6" r="3.5"/>`}</svg>${name}</li>`,
  );
  return html`<figure aria-labelledby="${chart.id}">
<figcaption>${heading(level, chart.title, chart.id)}<p>${chart.summary}</p><ul class="legend">${legend}</ul></figcaption>
${drawn(chart)}
<details><summary>${chart.title} as a table</summary>${tableBlock(table, chart.title)}</details>
</figure>`;
}

/** Commands to be copied, one a line. */
export function commandBlock(commands: readonly string[]): Html {
  if (commands.length === 0) return html``;
  return html`<pre class="commands" tabindex="0"><code>${commands.join('\n')}</code></pre>`;
}

/** What went wrong, as it was said, and the ways out. */
export function failureBlock(
  {code, exitCode, traffic, message, suggestions}: Failure,
  placed: (text: string) => string,
): Html {
  const advice = suggestions.filter((each) => !isCommand(each));
  return html`<section class="failure"><h2>How the command ended</h2>
<p class="message">${message}</p>
<p class="soft">${code}, exit code ${exitCode}, traffic ${traffic}</p>
${advice.length > 0 && html`<ul>${advice.map((each) => html`<li>${placed(each)}</li>`)}</ul>`}
${commandBlock(suggestions.filter(isCommand).map(placed))}</section>`;
}

export function heading(level: 2 | 3, text: string, id?: string): Html {
  if (level === 3) return id === undefined ? html`<h3>${text}</h3>` : html`<h3 id="${id}">${text}</h3>`;
  return id === undefined ? html`<h2>${text}</h2>` : html`<h2 id="${id}">${text}</h2>`;
}
