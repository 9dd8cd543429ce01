/** A stretch of a line in one style. */
interface Run {
  readonly text: string;
  /** One of the eight colours of terminals. */
  readonly colour?: string;
  readonly bold?: boolean;
  readonly dim?: boolean;
}
type Style = Omit<Run, 'text'>;

const COLOURS = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const;

/** Colours of GitHub's pages, on which the pictures stand. */
const THEMES = {
  light: {
    page: '#ffffff',
    frame: '#d1d9e0',
    text: '#1f2328',
    dim: '#818b98',
    colours: '#24292f #cf222e #1a7f37 #9a6700 #0969da #8250df #1b7c83 #6e7781',
  },
  dark: {
    page: '#0d1117',
    frame: '#3d444d',
    text: '#f0f6fc',
    dim: '#9198a1',
    colours: '#484f58 #ff7b72 #3fb950 #d29922 #58a6ff #bc8cff #39c5cf #b1bac4',
  },
} as const;
export type Theme = keyof typeof THEMES;

const [CHARACTER, LINE, BASELINE, MARGIN] = [8.4, 20, 15, 16];

/** A line as a terminal draws it, with its escape sequences of style (SGR), in stretches. Other sequences are left out. */
export function toRuns(line: string): readonly Run[] {
  const runs: Run[] = [];
  let style: Style = {};
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one.
  for (const [, codes, text = ''] of line.matchAll(/\u001b\[([\d;]*)m|((?:(?!\u001b\[[\d;]*m).)+)/gs)) {
    if (codes !== undefined) style = codes.split(';').reduce(styled, style);
    else runs.push({text, ...style});
  }
  return runs;
}

function styled({colour, bold, dim}: Style, code: string): Style {
  const number = Number(code);
  if (number === 1) return {...(colour && {colour}), bold: true, ...(dim && {dim})};
  if (number === 2) return {...(colour && {colour}), ...(bold && {bold}), dim: true};
  if (number === 22) return {...(colour && {colour})};
  if (number === 39) return {...(bold && {bold}), ...(dim && {dim})};
  const named = COLOURS[number >= 90 ? number - 90 : number - 30];
  if (named !== undefined) return {...(bold && {bold}), ...(dim && {dim}), colour: named};
  return number === 0 ? {} : {...(colour && {colour}), ...(bold && {bold}), ...(dim && {dim})};
}

/** A terminal of so many columns with these lines in it, as an SVG of text: it can be searched, scaled and read aloud. */
export function terminalSvg(
  lines: readonly string[],
  {columns, theme, title}: {columns: number; theme: Theme; title: string},
): string {
  const {page, frame, text, dim, colours} = THEMES[theme];
  const [width, height] = [columns * CHARACTER + 2 * MARGIN, lines.length * LINE + 2 * MARGIN];
  const colourOf = (run: Run) => {
    if (run.colour !== undefined) return colours.split(' ')[COLOURS.indexOf(run.colour as (typeof COLOURS)[number])];
    return run.dim ? dim : undefined;
  };
  const rows = lines.map((line, row) => {
    let column = 0;
    const spans = toRuns(line).flatMap((run) => {
      const fill = colourOf(run);
      const style = `${fill ? ` fill="${fill}"` : ''}${run.bold ? ' font-weight="bold"' : ''}`;
      // Fonts differ in width, and what shows SVG makes one space of many: so each stretch of words has its place and its length.
      const words = [...run.text.matchAll(/\S+(?: \S+)*/g)].map(([text], index, all) => {
        const x = MARGIN + (column + [...run.text.slice(0, all[index]?.index)].length) * CHARACTER;
        return `<tspan x="${round(x)}" textLength="${round([...text].length * CHARACTER)}"${style}>${escaped(text)}</tspan>`;
      });
      column += [...run.text].length;
      return words;
    });
    const all = spans.join('');
    return all === '' ? '' : `<text y="${MARGIN + row * LINE + BASELINE}">${all}</text>\n`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${round(width)}" height="${height}" viewBox="0 0 ${round(width)} ${height}" role="img">
<title>${escaped(title)}</title>
<rect x="0.5" y="0.5" width="${round(width - 1)}" height="${height - 1}" rx="8" fill="${page}" stroke="${frame}"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" fill="${text}">
${rows.join('')}</g>
</svg>
`;
}

const round = (value: number): number => Math.round(value * 10) / 10;

function escaped(text: string): string {
  return text.replace(/[&<>]/g, (character) => ({'&': '&amp;', '<': '&lt;', '>': '&gt;'})[character] ?? character);
}
