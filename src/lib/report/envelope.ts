import type {Failure} from './failure.js';

export interface Warning {
  readonly code: string;
  readonly message: string;
}

export interface SuccessEnvelope<Result> {
  readonly schema: string;
  readonly ok: true;
  readonly result: Result;
  readonly warnings: readonly Warning[];
}

export interface FailureEnvelope {
  readonly schema: string;
  readonly ok: false;
  readonly error: Failure;
  readonly warnings: readonly Warning[];
}

/** `lambda-release/concurrency-show/1`: the name of a command's document and the version of its shape. */
export function schemaName(commandId: string): string {
  return `lambda-release/${commandId.replaceAll(':', '-').replaceAll(' ', '-')}/1`;
}

/** The one document of a command that did what it was asked. */
export function toSuccessEnvelope<Result>(
  commandId: string,
  result: Result,
  warnings: readonly Warning[],
): SuccessEnvelope<Result> {
  return {schema: schemaName(commandId), ok: true, result, warnings};
}

/** The one document of a command that did not. */
export function toFailureEnvelope(commandId: string, error: Failure, warnings: readonly Warning[]): FailureEnvelope {
  return {schema: schemaName(commandId), ok: false, error, warnings};
}

/** The document as stdout carries it: indented JSON and a newline. */
export function formatEnvelope(envelope: SuccessEnvelope<unknown> | FailureEnvelope): string {
  return `${JSON.stringify(envelope, null, 2)}\n`;
}
