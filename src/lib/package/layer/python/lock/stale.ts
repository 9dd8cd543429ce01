import {judgeMarker, type PythonPlatform} from '../marker/judge-marker.js';
import {allowsVersion, type PythonRequirement} from '../requirement.js';
import type {PythonLock} from './python-lock.js';

/** What the project asks for and its lockfile does not have, or not any more, a sentence each. */
export function staleEntries(lock: PythonLock, platform: PythonPlatform): readonly string[] {
  const {asked, requires, packages} = lock;
  if (asked === undefined) return [];
  const needed = asked.filter(({marker}) => marker === undefined || judgeMarker(marker, platform) === true);
  const names = new Set(asked.map(({name}) => name));
  // Of a flat list most is asked for by others.
  const left = lock.tool === 'pipenv' ? [] : requires.filter(({name}) => !names.has(name));
  return [
    ...needed.flatMap((requirement) => staleEntry(requirement, packages.get(requirement.name))),
    ...left.map(({name}) => `${name}: not asked for any more`),
  ].sort();
}

function staleEntry(
  requirement: PythonRequirement,
  locked: readonly {readonly version?: string}[] | undefined,
): string[] {
  const {name, versions} = requirement;
  if (locked === undefined) return [`${name}: not in the lockfile`];
  if (locked.some(({version}) => version === undefined || allowsVersion(requirement, version))) return [];
  const found = locked.map(({version}) => version).join(' and ');
  return [`${name}: the lockfile has ${found}, and ${versions} is asked for`];
}
