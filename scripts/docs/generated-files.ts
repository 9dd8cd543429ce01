import {readFile} from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import {releaseJsonSchema} from '../../src/lib/config/release-json-schema.js';
import {releaseSchema} from '../../src/lib/config/release-schema.js';
import {EXIT_CODES} from '../../src/lib/errors.js';
import {packageRoot} from '../../src/lib/package-root.js';
import {commandsPage} from './commands-page.js';
import {exitCodesPage} from './exit-codes-page.js';
import {generateManifest} from './manifest.js';
import {notificationSchema} from './notification-schema.js';
import {releaseFilePage} from './release-file-page.js';

/** Every generated file that is committed, by its path from the root. The manifest is made from dist/: build first. */
export async function generateFiles(): Promise<ReadonlyMap<string, string>> {
  const manifest = await generateManifest();
  const schema = z.toJSONSchema(releaseSchema, {io: 'input'});
  return new Map([
    ['oclif.manifest.json', json(manifest)],
    ['docs/commands.md', commandsPage(manifest)],
    ['docs/exit-codes.md', exitCodesPage(EXIT_CODES)],
    ['docs/release-file.md', releaseFilePage(schema)],
    ['schemas/notification.schema.json', json(z.toJSONSchema(notificationSchema))],
    ['schemas/release.schema.json', json(releaseJsonSchema())],
  ]);
}

/** Paths whose content on disk is not the generated one. */
export async function staleFiles(files: ReadonlyMap<string, string>): Promise<string[]> {
  const stale: string[] = [];
  for (const [file, content] of files) if ((await currentContent(file)) !== content) stale.push(file);
  return stale;
}

async function currentContent(file: string): Promise<string | undefined> {
  try {
    return await readFile(path.join(packageRoot, file), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
