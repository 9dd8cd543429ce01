import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {packageRoot} from '../../../src/lib/package-root.js';

/** The first block of a language in a page below docs/: what somebody would paste. Throws when there is none. */
export async function blockOf(page: string, language: string): Promise<string> {
  const text = await readFile(path.join(packageRoot, 'docs', page), 'utf8');
  const [, block] = new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'ms').exec(text) ?? [];
  if (block === undefined) throw new Error(`docs/${page} has no block of ${language}`);
  return block;
}
