import {createHash, randomUUID} from 'node:crypto';
import type {FunctionVersion, LambdaFunction} from '../state.js';
import type {LambdaWorld} from '../world.js';
import {startCreation} from './lifecycle.js';

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
  const number = world.state.nextNumber(`function:${lambda.name}`);
  const version: FunctionVersion = {
    ...latest,
    version: String(number),
    settings: {...latest.settings, Description: options.description ?? latest.settings.Description},
    revisionId: randomUUID(),
    environmentKey: randomUUID(),
    lastModifiedMs: world.clock.now(),
    state: options.pending ? 'Pending' : 'Active',
    lastUpdate: options.pending ? undefined : 'Successful',
    publishedFrom: fingerprint,
  };
  lambda.versions.set(version.version, version);
  if (options.pending) startCreation(world, version);
  else latest.revisionId = randomUUID();
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
