import {visibleText} from '../control-characters.js';
import type {StoryTable} from '../story/tables.js';

/** A text that means itself in Markdown, on one line. */
export function markdownText(text: string): string {
  return visibleText(text)
    .replace(/\s*\n\s*/g, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replace(/[\\`*_{}[\]#|~]/g, '\\$&');
}

/** A table of GitHub's Markdown; its cells mean themselves. */
export function tableText({head, rows}: StoryTable): string {
  const line = (cells: readonly string[]) => `| ${cells.map(markdownText).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Commands to be copied, one a line. */
export function markdownCommands(commands: readonly string[]): string {
  return ['```sh', ...commands.map((command) => visibleText(command).replaceAll('\n', ' ')), '```'].join('\n');
}
