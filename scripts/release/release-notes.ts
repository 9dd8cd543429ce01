interface Release {
  readonly tag: string;
  /** Of package.json, package-lock.json and the default of action.yml. */
  readonly version: string;
  readonly locked: string;
  readonly actionDefault: string;
  readonly changelog: string;
}

interface Notes {
  /** Sentences; none when everything agrees. */
  readonly problems: readonly string[];
  readonly notes: string;
}

/**
 * What the changelog (Keep a Changelog) says of the version of a tag, and whatever does not agree with that tag.
 * A version that is released has a date; what is under "Unreleased" must have moved below it.
 */
export function releaseNotes({tag, version, locked, actionDefault, changelog}: Release): Notes {
  const sections = new Map(
    changelog
      .split(/^## /m)
      .slice(1)
      .map((section) => {
        const [heading = '', ...body] = section.split('\n');
        return [
          heading.trim(),
          body
            .join('\n')
            .replace(/^\[[^\]]+\]: .*$/gm, '')
            .trim(),
        ];
      }),
  );
  const [heading, notes = ''] = [...sections].find(([title]) => title.startsWith(`[${version}]`)) ?? [];
  const problems = [
    tag !== `v${version}` && `The tag is ${tag || 'missing'}, package.json says ${version}: v${version} is its tag.`,
    locked !== version && `package-lock.json says ${locked}: run npm install.`,
    actionDefault !== version && `action.yml installs ${actionDefault} by default.`,
    heading === undefined && `CHANGELOG.md has no section [${version}].`,
    heading !== undefined && !/\] - \d{4}-\d\d-\d\d$/.test(heading) && `"## ${heading}" in CHANGELOG.md has no date.`,
    heading !== undefined && notes === '' && `CHANGELOG.md says nothing of ${version}.`,
    Boolean(sections.get('[Unreleased]')) && `CHANGELOG.md has lines under [Unreleased]: move them to [${version}].`,
  ].filter((problem) => typeof problem === 'string');
  return {problems, notes: `${notes}\n`};
}
