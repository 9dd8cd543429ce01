import {readFileSync} from 'node:fs';
import path from 'node:path';
import {packageRoot} from '../../package-root.js';

/** The one style sheet of every page, as text to stand in it. */
export function styleSheet(): string {
  return readFileSync(path.join(packageRoot, 'templates', 'report.css'), 'utf8');
}
