/** One line of a requirements.txt, or one Requires-Dist of an installed distribution (PEP 508). */
export interface PythonRequirement {
  /** Normalized (PEP 503): lower case, single hyphens. */
  readonly name: string;
  /** Normalized as well. */
  readonly extras: readonly string[];
  /** The one version allowed, when it is pinned with `==`. */
  readonly pinned?: string;
  /** The extras it is needed for, any of them: `extra == "socks" or extra == "all"`. */
  readonly forExtras?: readonly string[];
  /** It holds under some condition, such as a Python version, which only pip can judge. */
  readonly isConditional: boolean;
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
const PINNED = /^\(?\s*={2,3}\s*([^\s,;*)]+)\s*\)?$/;
const EXTRA = /extra\s*==\s*["']([^"']+)["']/g;

/** A distribution's name as PEP 503 compares it. */
export function normalizeName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

/** Reads one requirement; `undefined` when it does not begin with a name. */
export function parseRequirement(text: string): PythonRequirement | undefined {
  const [specification = '', ...markers] = text.split(/\s*;\s*/);
  const [, name, extras = '', rest = ''] = REQUIREMENT.exec(specification.trim()) ?? [];
  // A path or an address begins like a name too; what follows a name is a version, an address after @, or nothing.
  if (name === undefined || !/^(?:$|[<>=!~(@])/.test(rest)) return undefined;
  const marker = markers.join(';');
  const pinned = PINNED.exec(rest)?.[1];
  const forExtras = [...marker.matchAll(EXTRA)].map(([, extra = '']) => normalizeName(extra));
  return {
    name: normalizeName(name),
    extras: extras.split(',').flatMap((extra) => (extra.trim() === '' ? [] : [normalizeName(extra.trim())])),
    ...(pinned !== undefined && {pinned}),
    ...(forExtras.length > 0 && {forExtras}),
    isConditional: marker.replace(EXTRA, '').replace(/\b(?:or|and)\b|[()\s]/g, '') !== '',
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
    if (included !== undefined) includes.push(included);
    else if (/^(?:-e|--editable)\b/.test(line)) nameless.push(line);
    else if (!line.startsWith('-')) {
      const requirement = parseRequirement(line.replace(/\s--(?:hash|config-settings|global-option)\b.*$/, ''));
      if (requirement === undefined) nameless.push(line);
      else requirements.push(requirement);
    }
  }
  return {requirements, includes, nameless};
}
