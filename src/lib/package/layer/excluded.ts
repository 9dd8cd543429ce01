/** Whether a package is one of those that the runtime is to bring: names, in which `*` stands for anything but a slash. */
export function excludedBy(patterns: readonly string[] = []): (name: string) => boolean {
  const exact = patterns.map((pattern) => new RegExp(`^${pattern.split('*').map(quoted).join('[^/]*')}$`));
  return (name) => exact.some((each) => each.test(name));
}

function quoted(text: string): string {
  return text.replace(/[.+?^${}()|[\]\\/]/g, '\\$&');
}
