import {visibleText} from '../control-characters.js';

/** A text that means itself in Markdown, on one line. */
export function markdownText(text: string): string {
  return visibleText(text)
    .replace(/\s*\n\s*/g, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replace(/[\\`*_{}[\]#|~]/g, '\\$&');
}

/** A table of GitHub's Markdown. Cells are Markdown already. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Commands to be copied, one a line. */
export function markdownCommands(commands: readonly string[]): string {
  return ['```sh', ...commands.map((command) => visibleText(command).replaceAll('\n', ' ')), '```'].join('\n');
}
