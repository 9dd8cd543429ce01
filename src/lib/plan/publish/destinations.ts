import type {AsyncSettings, AsyncSettingsChange} from '../../ports/lambda/async-settings.js';
import type {Refusal} from '../refusal.js';

type Outcome = 'onSuccess' | 'onFailure';

/** A destination that a release would set anew. */
export interface NewDestination {
  readonly outcome: Outcome;
  readonly arn: string;
}

/** Where asynchronous events may end (LDG "Adding a destination"); a bucket only keeps failures. */
const SERVICES: Readonly<Record<Outcome, readonly string[]>> = {
  onSuccess: ['sqs', 'sns', 'lambda', 'events'],
  onFailure: ['sqs', 'sns', 'lambda', 'events', 's3'],
};

/** The destinations that differ from what the alias has; one that is taken away is none. */
export function newDestinations(
  current: AsyncSettings | undefined,
  wanted: AsyncSettingsChange,
): readonly NewDestination[] {
  return (['onSuccess', 'onFailure'] as const).flatMap((outcome) => {
    const arn = wanted[outcome];
    return arn && arn !== current?.[outcome] ? [{outcome, arn}] : [];
  });
}

/** The function an ARN names, when it is one of the account and region of `functionArn`. */
export function functionBeside(arn: string, functionArn: string): {name: string; qualifier?: string} | undefined {
  if (functionArn === '') return undefined;
  const place = functionArn.slice(0, functionArn.lastIndexOf(':') + 1);
  if (!arn.startsWith(place)) return undefined;
  const [name = '', qualifier] = arn.slice(place.length).split(':');
  return {name, ...(qualifier !== undefined && {qualifier})};
}

/**
 * Why AWS would refuse a destination or could never deliver there, as far as that can be told before it is set: a service that is
 * none, a FIFO queue or topic, the function itself, a function that does not exist. What the execution role may do only AWS knows.
 */
export function destinationRefusals(
  functionArn: string,
  destinations: readonly NewDestination[],
  missing: readonly string[],
): readonly Refusal[] {
  return destinations.flatMap(({outcome, arn}) => {
    const why = objectionTo({outcome, arn}, functionArn, missing);
    if (why === undefined) return [];
    return [
      {
        code: 'DESTINATION_INVALID',
        message: `asyncInvoke.${outcome} is ${arn}: ${why}.`,
        suggestions: ['Name another destination in the release file, or "none".'],
        details: {outcome, arn},
      },
    ];
  });
}

function objectionTo({outcome, arn}: NewDestination, functionArn: string, missing: readonly string[]) {
  const service = arn.split(':')[2] ?? '';
  if (!SERVICES[outcome].includes(service)) {
    return service === 's3' ? 'a bucket takes only events that failed' : `Lambda delivers nothing to ${service}`;
  }
  if (/\.fifo$/.test(arn)) return 'Lambda takes standard queues and topics, no FIFO ones';
  if (functionArn !== '' && (arn === functionArn || arn.startsWith(`${functionArn}:`)))
    return 'a function cannot be its own destination';
  if (missing.includes(arn)) return 'that function does not exist';
  return undefined;
}
