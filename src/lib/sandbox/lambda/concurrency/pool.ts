import type {LambdaFunction, LambdaState} from '../state.js';
import type {LambdaWorld} from '../world.js';

/**
 * Concurrency AWS keeps out of reservations for functions without one: 100, less in small accounts (100, 50 and 10 are
 * recorded; an account too small for the floor reserves nothing).
 */
export function unreservedFloor(world: LambdaWorld): number {
  return Math.min(100, world.accountConcurrency);
}

export function provisionedTotal(lambda: LambdaFunction): number {
  return [...lambda.provisioned.values()].reduce((sum, config) => sum + config.requested, 0);
}

/** What stays for the others when `without` (a function about to change) holds nothing. */
export function unreservedConcurrency(world: LambdaWorld, without?: LambdaFunction): number {
  let unreserved = world.accountConcurrency;
  for (const lambda of world.state.functions.values()) {
    if (lambda !== without) unreserved -= lambda.reservedConcurrency ?? provisionedTotal(lambda);
  }
  return unreserved;
}

/** What reservations, and provisioned concurrency of functions without one, take from everybody else. */
export function heldConcurrencyTotal(state: LambdaState): number {
  let held = 0;
  for (const lambda of state.functions.values()) held += lambda.reservedConcurrency ?? provisionedTotal(lambda);
  return held;
}
