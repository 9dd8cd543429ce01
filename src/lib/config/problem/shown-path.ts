import path from 'node:path';

/** A file as messages name it: relative to the working directory when it is in there. */
export function shownPath(filePath: string): string {
  const relative = path.relative(process.cwd(), filePath);
  return relative.startsWith('..') ? filePath : relative;
}
