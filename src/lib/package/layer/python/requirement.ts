import {satisfies, valid, validRange} from '@renovatebot/pep440';

/** One line of a requirements.txt, or one Requires-Dist of an installed distribution (PEP 508). */
export interface PythonRequirement {
  /** Normalized (PEP 503): lower case, single hyphens. */
  readonly name: string;
  /** Normalized as well. */
  readonly extras: readonly string[];
  /** The versions allowed (PEP 440), as written: `==2.32.0`, `>=4,<5`; absent when any is. */
  readonly versions?: string;
  /** When it is needed, as written: `python_version < "3.11"`, `extra == "socks"`; absent when it always is. */
  readonly marker?: string;
}

/** What a requirements.txt says. */
export interface RequirementsFile {
  readonly requirements: readonly PythonRequirement[];
  /** Other files it takes in, as written. */
  readonly includes: readonly string[];
  /** Lines that name no distribution: paths, bare URLs, editable installs. */
  readonly nameless: readonly string[];
}

const REQUIREMENT = /^([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(?:\[([^\]]*)\])?\s*(.*)$/;
/** `git+https://…#egg=name` and `&egg=name[extra]` (pip, "VCS Support"). */
const EGG = /#(?:[^\s#]*&)?egg=([^\s&#]+)/;
/** `name-1.0-py3-none-any.whl`, at the end of a path or an address (binary distribution format). */
const WHEEL =
  /(?:^|[/\\=])([A-Za-z0-9][\w.]*)-[^-/\\\s]+(?:-\d[^-/\\\s]*)?-[^-/\\\s]+-[^-/\\\s]+-[^-/\\\s]+\.whl(?=$|[#?\s])/;

/** A distribution's name as PEP 503 compares it. */
export function normalizeName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

/** Whether an installed version is one that a requirement allows, pre-releases too: pip has chosen it. What is not PEP 440 is not compared. */
export function allowsVersion({versions}: PythonRequirement, installed: string): boolean {
  // A local part, as in 2.1.0+cpu, counts only where it is asked for.
  const version = versions?.includes('+') ? installed : installed.replace(/\+.*$/, '');
  if (versions === undefined || !validRange(versions) || valid(version) === null) return true;
  return satisfies(version, versions, {prereleases: true});
}

/** Reads one requirement; `undefined` when it does not begin with a name. */
export function parseRequirement(text: string): PythonRequirement | undefined {
  const [specification = '', ...markers] = text.split(/\s*;\s*/);
  const [, name, extras = '', rest = ''] = REQUIREMENT.exec(specification.trim()) ?? [];
  // A path or an address begins like a name too; what follows a name is a version, an address after @, or nothing.
  if (name === undefined || !/^(?:$|[<>=!~(@])/.test(rest)) return undefined;
  const marker = markers.join(';').trim();
  const versions = rest.startsWith('@') ? '' : rest.replace(/[()\s]/g, '');
  return {
    name: normalizeName(name),
    extras: extras.split(',').flatMap((extra) => (extra.trim() === '' ? [] : [normalizeName(extra.trim())])),
    ...(versions !== '' && {versions}),
    ...(marker !== '' && {marker}),
  };
}

/** Reads a requirements.txt (pip docs, "Requirements File Format"). Options that choose where pip downloads from are passed over. */
export function parseRequirements(text: string): RequirementsFile {
  const requirements: PythonRequirement[] = [];
  const includes: string[] = [];
  const nameless: string[] = [];
  for (const raw of text.replace(/\\\r?\n/g, ' ').split(/\r?\n/)) {
    const line = raw.replace(/(^|\s)#.*$/, '').trim();
    if (line === '') continue;
    const included = /^(?:-r|--requirement)[\s=]*(\S.*)$/.exec(line)?.[1];
    const editable = /^(?:-e|--editable)[\s=]*(\S.*)$/.exec(line)?.[1];
    if (included !== undefined) includes.push(included);
    else if (editable !== undefined || !line.startsWith('-')) {
      const requirement = parseNamed(editable ?? line);
      if (requirement === undefined) nameless.push(line);
      else requirements.push(requirement);
    }
  }
  return {requirements, includes, nameless};
}

/** A requirement, or what names a distribution in an address or a path as pip reads it. */
function parseNamed(line: string): PythonRequirement | undefined {
  const [text = ''] = line.split(/\s--(?:hash|config-settings|global-option)\b/, 1);
  const requirement = parseRequirement(text);
  if (requirement) return requirement;
  const [address = '', ...markers] = text.split(/\s+;\s*/);
  const name = EGG.exec(address)?.[1] ?? WHEEL.exec(address)?.[1];
  return name === undefined ? undefined : parseRequirement([name, ...markers].join(' ; '));
}
