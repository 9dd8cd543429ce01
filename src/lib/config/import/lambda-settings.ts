import {formatDuration, SECOND_MS} from '../../model/duration.js';
import type {DraftSettings} from '../project/draft.js';
import {type Fields, fieldsOf, listOf, numberOf, textOf} from './fields.js';

/** Settings out of fields named as in the Lambda API, and the names of those whose value is not known. */
interface TakenSettings {
  readonly settings: DraftSettings;
  readonly unknown: readonly string[];
}

/** Takes over what a function is set to in fields named as in the Lambda API; `resolve` gives `undefined` for what is not known yet. */
export function toDraftSettings(fields: Fields, resolve: (value: unknown) => unknown): TakenSettings {
  const unknown: string[] = [];
  const known = (name: string, value: unknown) => {
    if (value === undefined || value === null) return undefined;
    const resolved = resolve(value);
    if (resolved === undefined) unknown.push(name);
    return resolved;
  };
  const seconds = numberOf(known('Timeout', fields.Timeout));
  const layers = listOf(known('Layers', fields.Layers)).filter((layer) => typeof layer === 'string');
  const tracing = fields.Tracing ?? fieldsOf(fields.TracingConfig).Mode;
  const settings = {
    handler: textOf(known('Handler', fields.Handler)),
    runtime: textOf(known('Runtime', fields.Runtime)),
    memory: numberOf(known('MemorySize', fields.MemorySize)),
    timeout: seconds === undefined ? undefined : formatDuration(seconds * SECOND_MS),
    ephemeralStorage: numberOf(known('EphemeralStorage.Size', fieldsOf(fields.EphemeralStorage).Size)),
    architecture: textOf(known('Architectures', listOf(fields.Architectures)[0])),
    layers: layers.length > 0 ? layers : undefined,
    tracing: textOf(known('Tracing', tracing)),
  };
  return {settings: Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)), unknown};
}
