/** Whether a version of glibc such as `2.34` is newer than another. */
export function isNewerGlibc(version: string, than: string): boolean {
  const [major, minor] = numbersOf(version);
  const [otherMajor, otherMinor] = numbersOf(than);
  return major > otherMajor || (major === otherMajor && minor > otherMinor);
}

/** The newer one of two. */
export function newerVersion(known: string | undefined, found: string): string {
  return known === undefined || isNewerGlibc(found, known) ? found : known;
}

function numbersOf(version: string): readonly [number, number] {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return [major, minor];
}
