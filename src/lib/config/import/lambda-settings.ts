import {formatDuration, SECOND_MS} from '../../model/duration.js';
import type {DraftSettings} from '../project/draft.js';
import {type Fields, fieldsOf, listOf, numberOf, textOf} from './fields.js';

/** Settings out of fields named as in the Lambda API, and the names of those whose value is not known. */
interface TakenSettings {
  readonly settings: DraftSettings;
  readonly unknown: readonly string[];
}

/** A field of a file by the name it has there, and its value; absent and `null` say nothing. */
type Field = readonly [name: string, value: unknown];

type GivenFields = Readonly<
  Record<'handler' | 'runtime' | 'memory' | 'timeout' | 'ephemeralStorage' | 'architecture' | 'layers', Field>
> & {readonly tracing?: Field};

/** Takes over what a function is set to, its timeout in seconds; `resolve` gives `undefined` for what is not known yet. */
export function takenSettings(given: GivenFields, resolve: (value: unknown) => unknown): TakenSettings {
  const unknown: string[] = [];
  const known = ([name, value]: Field) => {
    if (value === undefined || value === null) return undefined;
    const resolved = resolve(value);
    if (resolved === undefined) unknown.push(name);
    return resolved;
  };
  const seconds = numberOf(known(given.timeout));
  const layers = listOf(known(given.layers)).filter((layer) => typeof layer === 'string');
  const settings = {
    handler: textOf(known(given.handler)),
    runtime: textOf(known(given.runtime)),
    memory: numberOf(known(given.memory)),
    timeout: seconds === undefined ? undefined : formatDuration(seconds * SECOND_MS),
    ephemeralStorage: numberOf(known(given.ephemeralStorage)),
    architecture: textOf(known(given.architecture)),
    layers: layers.length > 0 ? layers : undefined,
    tracing: given.tracing && textOf(known(given.tracing)),
  };
  return {settings: Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)), unknown};
}

/** The same of fields named as in the Lambda API. */
export function toDraftSettings(fields: Fields, resolve: (value: unknown) => unknown): TakenSettings {
  const given: GivenFields = {
    handler: ['Handler', fields.Handler],
    runtime: ['Runtime', fields.Runtime],
    memory: ['MemorySize', fields.MemorySize],
    timeout: ['Timeout', fields.Timeout],
    ephemeralStorage: ['EphemeralStorage.Size', fieldsOf(fields.EphemeralStorage).Size],
    architecture: ['Architectures', listOf(fields.Architectures)[0]],
    layers: ['Layers', fields.Layers],
    tracing: ['Tracing', fields.Tracing ?? fieldsOf(fields.TracingConfig).Mode],
  };
  return takenSettings(given, resolve);
}
