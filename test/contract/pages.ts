import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {packageRoot} from '../../src/lib/package-root.js';

export interface Page {
  /** From the project's root. */
  readonly file: string;
  readonly text: string;
}

/** Every page that somebody reads: those at the root, those below docs/ and the sandbox's. */
export function pages(): readonly Page[] {
  const below = readdirSync(path.join(packageRoot, 'docs'), {recursive: true, encoding: 'utf8'});
  const root = readdirSync(packageRoot).filter((file) => file !== 'LICENSE');
  const files = [...root, ...below.map((file) => path.join('docs', file)), 'src/lib/sandbox/README.md'];
  return files
    .filter((file) => file.endsWith('.md'))
    .map((file) => ({file, text: readFileSync(path.join(packageRoot, file), 'utf8')}));
}

/** Blocks of code in a page, by what they are marked as. */
export function blocksOf({text}: Page): readonly {readonly language: string; readonly code: string}[] {
  return [...text.matchAll(/^ *```(\w*)\n(.*?)^ *```$/gms)].map(([, language = '', code = '']) => ({language, code}));
}

/** The prose of a page, without its blocks of code. */
export function proseOf({text}: Page): string {
  return text.replace(/^ *```.*?^ *```$/gms, '');
}

/** Anchors that GitHub makes of the headings of a page. */
export function anchorsOf(page: Page): readonly string[] {
  return [...proseOf(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\- _]/gu, '')
      .replaceAll(' ', '-'),
  );
}
