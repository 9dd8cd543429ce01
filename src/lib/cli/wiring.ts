import {type AwsPorts, connectAws} from '../aws/aws-ports.js';
import type {Clock} from '../ports/clock.js';
import {clockFrom} from './clock.js';

/** The flags that decide which AWS is spoken to. */
export interface WiringFlags {
  readonly region?: string | undefined;
  readonly profile?: string | undefined;
}

/** Everything a command may ask of the world. */
export interface Wiring extends AwsPorts {
  readonly clock: Clock;
}

/**
 * The composition root: the real adapters behind the ports, and the clock. Nothing is called and no SDK module is loaded
 * before a port is used. Throws when LAMBDA_RELEASE_CLOCK is set without a sandbox.
 */
export function createWiring(flags: WiringFlags, environment: {readonly [name: string]: string | undefined}): Wiring {
  const clock = clockFrom(environment);
  const {region, profile} = flags;
  const ports = connectAws({...(region !== undefined && {region}), ...(profile !== undefined && {profile})}, clock);
  return {clock, ...ports};
}
