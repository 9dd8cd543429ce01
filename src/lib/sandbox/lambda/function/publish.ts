import {createHash, randomUUID} from 'node:crypto';
import type {FunctionVersion, LambdaFunction} from '../state.js';
import type {LambdaWorld} from '../world.js';
import {startCreation} from './lifecycle.js';
import {snapshotDelays, takesSnapshots} from './snap-start.js';

export interface PublishOptions {
  /** Replaces the function's description on the version. */
  readonly description?: string;
  /** A version published together with the creation or code update starts Pending; one published later is Active at once. */
  readonly pending: boolean;
}

/**
 * Freezes `$LATEST` under the next number. When nothing changed since the last published version, gives that version back
 * instead, its description untouched. A new version moves the RevisionId of `$LATEST`.
 */
export function publish(world: LambdaWorld, lambda: LambdaFunction, options: PublishOptions): FunctionVersion {
  const {latest} = lambda;
  const fingerprint = fingerprintOf(latest);
  const last = [...lambda.versions.values()].at(-1);
  if (last?.publishedFrom === fingerprint) return last;
  const snapshot = takesSnapshots(latest.settings);
  const pending = options.pending || snapshot;
  const number = world.state.nextNumber(`function:${lambda.name}`);
  const version: FunctionVersion = {
    ...latest,
    version: String(number),
    settings: {
      ...latest.settings,
      Description: options.description ?? latest.settings.Description,
      SnapStart: {...latest.settings.SnapStart, OptimizationStatus: snapshot ? 'On' : 'Off'},
    },
    revisionId: randomUUID(),
    environmentKey: randomUUID(),
    lastModifiedMs: world.clock.now(),
    state: pending ? 'Pending' : 'Active',
    lastUpdate: pending ? undefined : 'Successful',
    publishedFrom: fingerprint,
  };
  lambda.versions.set(version.version, version);
  if (pending) startCreation(world, version, snapshot ? snapshotDelays : 1);
  if (!options.pending) latest.revisionId = randomUUID();
  return version;
}

function fingerprintOf({settings, code}: FunctionVersion): string {
  return createHash('sha256').update(code.sha256).update(canonical(settings)).digest('hex');
}

// The same settings give the same text whatever order a request named them in.
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}
