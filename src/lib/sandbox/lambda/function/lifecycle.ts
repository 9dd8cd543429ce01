import {randomUUID} from 'node:crypto';
import {conflict, staleRevision} from '../failure.js';
import type {FunctionVersion, LambdaFunction} from '../state.js';
import type {LambdaWorld} from '../world.js';
import {functionArn} from './function-target.js';

/**
 * 409 while `$LATEST` is being created or updated. AWS blocks UpdateFunctionCode, UpdateFunctionConfiguration,
 * PublishVersion and TagResource so; alias and concurrency calls go through.
 */
export function requireSettled(world: LambdaWorld, lambda: LambdaFunction): void {
  const {latest} = lambda;
  if (latest.state === 'Pending') throw pending(latest);
  if (latest.lastUpdate === 'InProgress') {
    throw conflict(
      `The operation cannot be performed at this time. An update is in progress for resource: ${functionArn(world, lambda.name)}`,
    );
  }
}

/** The 409 of a function or version that is not Active yet. */
export function pending(version: FunctionVersion): Error {
  return conflict(
    `The operation cannot be performed at this time. The function is currently in the following state: ${version.state}`,
  );
}

/** 412 when the caller gives a RevisionId and it is not the current one. */
export function checkRevision(given: string | undefined, current: string): void {
  if (given !== undefined && given !== current) throw staleRevision();
}

/** Pending until the delay, so many times the usual one, has passed, then Active under another RevisionId. */
export function startCreation(world: LambdaWorld, version: FunctionVersion, delays = 1): void {
  world.transitions.schedule(() => {
    version.state = 'Active';
    version.lastUpdate = 'Successful';
    version.revisionId = randomUUID();
  }, delays);
}

/**
 * Puts new code or settings on `$LATEST`: shown at once, served only when the update is Successful. Both the start and the
 * end of the update give it another RevisionId, and so does an update that changes nothing (recorded).
 */
export function startUpdate(
  world: LambdaWorld,
  lambda: LambdaFunction,
  change: Partial<Pick<FunctionVersion, 'settings' | 'code' | 'layers'>>,
): void {
  const {latest} = lambda;
  Object.assign(latest, change);
  latest.environmentKey = randomUUID();
  latest.revisionId = randomUUID();
  latest.lastModifiedMs = world.clock.now();
  latest.lastUpdate = 'InProgress';
  world.transitions.schedule(() => {
    latest.lastUpdate = 'Successful';
    latest.revisionId = randomUUID();
    lambda.served = {...latest};
  });
}
