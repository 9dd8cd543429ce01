import {invalid} from '../failure.js';
import type {Input} from '../input.js';
import {Violations} from '../violations.js';
import type {LambdaWorld} from '../world.js';

/** Where the record of an asynchronous invocation goes. */
export interface Destinations {
  readonly onSuccess: string | undefined;
  readonly onFailure: string | undefined;
}

const arnPattern =
  '$|kafka://([^.]([a-zA-Z0-9\\-_.]{0,248}))|arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\\-])+:((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1})?:(\\d{12})?:(.*)';
const services = ['sqs', 'sns', 'events', 'lambda'];

/**
 * Destinations of a request: standard queues and topics, buses, and functions that are there and not the function itself;
 * a bucket for failures only (Lambda Developer Guide, invocation-async-retain-records). Texts as recorded.
 */
export function readDestinations(world: LambdaWorld, functionName: string, config: Input): Destinations {
  const onSuccess = config.record('OnSuccess')?.text('Destination') || undefined;
  const onFailure = config.record('OnFailure')?.text('Destination') || undefined;
  const violations = new Violations();
  violations.pattern(onFailure, 'destinationConfig.onFailure.destination', arnPattern);
  violations.pattern(onSuccess, 'destinationConfig.onSuccess.destination', arnPattern);
  violations.throwIfAny();
  for (const arn of [onFailure, onSuccess]) if (arn !== undefined) checkFunction(world, functionName, arn);
  const usable = (arn: string | undefined, more: readonly string[]) =>
    arn === undefined || [...services, ...more].includes(serviceOf(arn));
  if (!usable(onSuccess, []) || !usable(onFailure, ['s3']) || isFifo(onSuccess) || isFifo(onFailure)) {
    const part = (name: string, arn: string | undefined) =>
      arn === undefined ? 'null' : `${name}(destination=${arn})`;
    throw invalid(
      `The provided destination config DestinationConfig(onSuccess=${part('OnSuccess', onSuccess)}, onFailure=${part('OnFailure', onFailure)}) is invalid.`,
    );
  }
  return {onSuccess, onFailure};
}

export function serviceOf(arn: string): string {
  return arn.split(':')[2] ?? '';
}

function checkFunction(world: LambdaWorld, functionName: string, arn: string): void {
  if (serviceOf(arn) !== 'lambda') return;
  const name = arn.split(':')[6] ?? '';
  if (!world.state.functions.has(name)) throw invalid(`The destination ARN ${arn} is invalid.`);
  if (name === functionName) throw invalid("You can't specify the function as a destination for itself.");
}

function isFifo(arn: string | undefined): boolean {
  return arn?.endsWith('.fifo') ?? false;
}
