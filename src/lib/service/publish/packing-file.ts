import {isDeepStrictEqual} from 'node:util';
import {ENVIRONMENT_MISSING} from '../../config/environment/environment-error.js';
import {findReleaseFile, type ReleaseFilePlace} from '../../config/load-release-file.js';
import type {FunctionSettings, ReleaseFile} from '../../config/release-file.js';
import {UsageError} from '../../errors.js';

/**
 * The release file as packing goes by it. It needs no environment where all of them pack the same: then it has the functions of each
 * and the events of all: those of smoke tests and of the warming. Throws UsageError.
 */
export async function findPackingFile(
  config: string | undefined,
  place: ReleaseFilePlace,
): Promise<ReleaseFile | undefined> {
  try {
    return await findReleaseFile(config, place);
  } catch (error) {
    if (!(error instanceof UsageError) || error.code !== ENVIRONMENT_MISSING) throw error;
    const names = error.details.environments as readonly string[];
    const files: ReleaseFile[] = [];
    for (const environmentName of names) {
      const file = await findReleaseFile(config, {...place, environmentName});
      if (file) files.push(file);
    }
    return inCommon(files);
  }
}

function inCommon(files: readonly ReleaseFile[]): ReleaseFile | undefined {
  const [first, ...others] = files;
  for (const other of others) if (first) assertPackAlike(first, other);
  const smoke = new Map(files.flatMap(({rollout}) => rollout.smoke ?? []).map((each) => [each.event, each]));
  // Of the warming, packing takes nothing but its event, too.
  for (const event of files.flatMap(({rollout}) => rollout.warm?.event ?? [])) {
    if (!smoke.has(event)) smoke.set(event, {event, expect: {}});
  }
  return first && {...first, rollout: {...first.rollout, smoke: [...smoke.values()]}};
}

function assertPackAlike(one: ReleaseFile, other: ReleaseFile): void {
  const [ours, theirs] = [packed(one), packed(other)];
  const differs = [...new Set([...ours.keys(), ...theirs.keys()])].find(
    (key) => !isDeepStrictEqual(ours.get(key), theirs.get(key)),
  );
  if (differs === undefined) return;
  const names = [one, other].map(({environment}) => environment?.name ?? '');
  throw new UsageError(`${differs} is packed differently in ${names.join(' and ')}.`, {
    code: ENVIRONMENT_MISSING,
    suggestions: [
      `Name the environment it is packed for: ${names.map((name) => `--environment ${name}`).join(' or ')}`,
    ],
    details: {function: differs, environments: names},
  });
}

function packed({functions}: ReleaseFile): ReadonlyMap<string, unknown> {
  return new Map([...functions].map(([name, settings]) => [settings.key ?? name, toPackingSettings(settings)]));
}

function toPackingSettings(settings: FunctionSettings) {
  const {source, image, build, architecture, layer, allowSecrets, keepLinks, production} = settings;
  const {handler, runtime} = settings.configuration;
  return {source, image, build, architecture, layer, allowSecrets, keepLinks, production, handler, runtime};
}
