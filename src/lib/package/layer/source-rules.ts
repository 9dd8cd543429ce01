import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import ignore, {type Ignore} from 'ignore';
import {decodedText} from '../../model/decoded-text.js';
import {IGNORE_FILE} from '../source/ignore-rules.js';
import {unreadable} from '../source/source-error.js';

/**
 * The lines of a source folder's .lambdaignore, for packages that would have been in it: what they leave out of a package there
 * stays out of the layer as well. A line that leaves out whole packages, such as `node_modules/`, keeps them out of the deployment package
 * and says nothing of the layer.
 */
export class SourceRules {
  readonly #matcher: Ignore;

  constructor(sourceDir: string) {
    this.#matcher = ignore({ignorecase: false}).add(readLines(path.join(sourceDir, IGNORE_FILE)));
  }

  /** The rules for what is below a folder, which is given relative to the source folder. */
  below(folder: string): (relativePath: string, isFolder: boolean) => boolean {
    if (this.#matcher.ignores(`${folder}/`)) return () => false;
    return (relativePath, isFolder) => this.#matcher.ignores(`${folder}/${relativePath}${isFolder ? '/' : ''}`);
  }
}

function readLines(file: string): string {
  if (!existsSync(file)) return '';
  try {
    return decodedText(readFileSync(file));
  } catch (error) {
    throw unreadable(file, error);
  }
}
