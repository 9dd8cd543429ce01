import {readdir, readFile} from 'node:fs/promises';
import path from 'node:path';
import {packageRoot} from '../../package-root.js';

const PAGES = path.join(packageRoot, 'docs');

/** Names of the pages that `help` shows beside the commands, such as `exit-codes`. */
export async function helpTopics(): Promise<readonly string[]> {
  const files = await readdir(PAGES);
  // The page of commands is what help shows of each of them.
  return files.flatMap((file) => (file.endsWith('.md') && file !== 'commands.md' ? [file.slice(0, -3)] : [])).sort();
}

/** The page of a topic; nothing when there is none of that name. */
export async function helpPage(topic: string | undefined): Promise<string | undefined> {
  if (topic === undefined || !(await helpTopics()).includes(topic)) return undefined;
  const text = await readFile(path.join(PAGES, `${topic}.md`), 'utf8');
  return text.replace(/<!--[\s\S]*?-->\n*/g, '');
}

/** What the words of a person mean in those of oclif: `help deploy` is `deploy --help`. */
export function toHelpFlag(argv: readonly string[]): readonly string[] {
  return argv[0] === 'help' ? [...argv.slice(1).filter((word) => word !== '--help' && word !== '-h'), '--help'] : argv;
}
