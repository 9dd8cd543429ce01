/** The line of .lambdaignore that is about this one path of the source folder, whatever characters are in it. */
export function ignoreLine(relativePath: string): string {
  return `/${relativePath.replace(/[\\*?[\]!#\s]/g, '\\$&')}`;
}
