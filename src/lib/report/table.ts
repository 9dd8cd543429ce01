/** A column: its heading and where its cells stand. */
export interface Column {
  readonly heading: string;
  readonly align?: 'left' | 'right';
}

/** A cell is text; `undefined` is shown as a dash. */
export type Cell = string | undefined;

interface TableOptions {
  /** Lines are cut at this width; without it nothing is cut. */
  readonly width?: number;
  readonly indent?: string;
}

/** Aligned columns, two blanks apart, headings first, no trailing blanks. An empty table is only its headings. */
export function formatTable(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  options: TableOptions = {},
): string {
  const {indent = '', width = Number.POSITIVE_INFINITY} = options;
  const lines = [columns.map((column) => column.heading), ...rows.map((row) => row.map((cell) => cell ?? '–'))];
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => [...(line[index] ?? '')].length)));
  return lines
    .map((line) => columns.map((column, index) => pad(line[index] ?? '', widths[index] ?? 0, column.align)).join('  '))
    .map((line) => cutLine((indent + line).trimEnd(), width))
    .join('\n');
}

/** A column that a narrow terminal can do without; the lowest number goes first. */
export interface SpareColumn extends Column {
  readonly spare?: number;
}

/** The same table without the spare columns that do not fit in `width`; where nobody says how wide it is all are there. */
export function formatFittingTable(
  columns: readonly SpareColumn[],
  rows: readonly (readonly Cell[])[],
  width: number | undefined,
): string {
  const table = formatTable(columns, rows);
  if (!width || table.split('\n').every((line) => [...line].length <= width)) return table;
  const spares = columns.flatMap(({spare}) => spare ?? []);
  if (spares.length === 0) return table;
  const gone = columns.findIndex(({spare}) => spare === Math.min(...spares));
  return formatFittingTable(
    columns.toSpliced(gone, 1),
    rows.map((row) => row.toSpliced(gone, 1)),
    width,
  );
}

/** Pairs under each other, the values aligned: what a result's head looks like. Pairs without a value are left out. */
export function formatFields(fields: readonly (readonly [string, string | undefined])[], indent = ''): string {
  const shown = fields.filter((field) => field[1] !== undefined);
  const width = Math.max(0, ...shown.map(([name]) => name.length));
  return shown.map(([name, value]) => `${indent}${name.padEnd(width)}  ${value}`).join('\n');
}

/** One line at most `width` characters long, an ellipsis where something was cut. The text carries no escape codes. */
export function cutLine(text: string, width: number): string {
  const characters = [...text];
  if (characters.length <= width) return text;
  return `${characters.slice(0, Math.max(0, width - 1)).join('')}…`;
}

function pad(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const blanks = ' '.repeat(Math.max(0, width - [...text].length));
  return align === 'right' ? blanks + text : text + blanks;
}
