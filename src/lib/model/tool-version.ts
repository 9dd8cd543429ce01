/** Negative when `one` is older than `other`, 0 when they are the same; versions of npm packages, such as 1.10.0-beta.2. */
export function compareToolVersions(one: string, other: string): number {
  const [[core, early], [otherCore, otherEarly]] = [partsOf(one), partsOf(other)];
  const byCore = core.localeCompare(otherCore, 'en', {numeric: true});
  if (byCore !== 0 || early === otherEarly) return byCore;
  // What is marked as early comes before what is not.
  if (early === '' || otherEarly === '') return early === '' ? 1 : -1;
  return early.localeCompare(otherEarly, 'en', {numeric: true});
}

function partsOf(version: string): readonly [core: string, early: string] {
  const [core = '', ...early] = version.split('-');
  return [core, early.join('-')];
}
