import type {FunctionOverrides} from '../../config/release-target.js';
import {sourceFrom} from '../../config/source-from.js';
import {UsageError} from '../../errors.js';
import type {ConfigurationChange} from '../../ports/lambda/functions.js';

/** What a person says of a function, by the names of the options; absent is `undefined`. */
export interface FunctionOptions {
  readonly source?: string | undefined;
  readonly image?: string | undefined;
  readonly handler?: string | undefined;
  readonly runtime?: string | undefined;
  readonly role?: string | undefined;
  readonly memory?: number | undefined;
  readonly timeout?: number | undefined;
  readonly architecture?: string | undefined;
  readonly layer?: string | undefined;
  readonly env?: readonly string[] | undefined;
}

/** What the options set over the release file; a source is relative to `folder`. Throws UsageError for an --env without a name or a
 * value; what a name may be is for assertFunctionFlags to say. */
export function toFunctionOverrides(options: FunctionOptions, folder: string): FunctionOverrides {
  const configuration: ConfigurationChange = {
    ...(options.handler !== undefined && {handler: options.handler}),
    ...(options.runtime !== undefined && {runtime: options.runtime}),
    ...(options.role !== undefined && {role: options.role}),
    ...(options.memory !== undefined && {memoryMb: options.memory}),
    ...(options.timeout !== undefined && {timeoutSeconds: Math.ceil(options.timeout / 1000)}),
    ...(options.env !== undefined && {environment: Object.fromEntries(options.env.map(parseVariable))}),
  };
  return {
    ...(options.source !== undefined && {source: sourceFrom(folder, options.source)}),
    ...(options.image !== undefined && {image: options.image}),
    ...(options.architecture !== undefined && {architecture: options.architecture}),
    ...(options.layer !== undefined && {layer: {}}),
    configuration,
  };
}

function parseVariable(text: string): [string, string] {
  const equals = text.indexOf('=');
  // Neither text nor value is repeated: what was typed without its name may be a secret.
  if (equals < 1) {
    throw new UsageError('An --env is not NAME=VALUE.', {
      code: 'ENVIRONMENT_SYNTAX',
      suggestions: ['Write --env NAME=VALUE, with quotes around it where the value has spaces.'],
    });
  }
  // What a name may be is checked with all other flags, by the rule of the release file.
  return [text.slice(0, equals), text.slice(equals + 1)];
}
