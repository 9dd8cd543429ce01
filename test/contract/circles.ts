/** Circles among the files: each a way from a file back to itself. At least one for every group of files that has any. */
export function findCircles(imports: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const circles = new Set<string>();
  const finished = new Set<string>();
  const way: string[] = [];
  const visit = (file: string): void => {
    const seenAt = way.indexOf(file);
    if (seenAt >= 0) circles.add([...way.slice(seenAt), file].join(' > '));
    if (seenAt >= 0 || finished.has(file)) return;
    way.push(file);
    for (const target of imports.get(file) ?? []) visit(target);
    way.pop();
    finished.add(file);
  };
  for (const file of imports.keys()) visit(file);
  return [...circles];
}
