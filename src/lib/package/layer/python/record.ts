/** The paths of a RECORD (PEP 376), without what lies outside, such as scripts. */
export function parseRecord(text: string): string[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const [, quoted, plain] = /^(?:"((?:[^"]|"")*)"|([^,]*))(?:,|$)/.exec(line) ?? [];
    const entry = (quoted?.replaceAll('""', '"') ?? plain ?? '').replaceAll('\\', '/');
    return entry === '' || entry.startsWith('/') || entry.split('/').includes('..') ? [] : [entry];
  });
}
