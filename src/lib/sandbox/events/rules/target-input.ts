import type {BusEvent} from '../event-buses.js';

/** What of an event a target gets: all of it, a part, a constant, or a text made of parts. At most one of them is set. */
export interface TargetInput {
  readonly input?: string | undefined;
  /** `$.detail.version`. */
  readonly inputPath?: string | undefined;
  readonly transformer?: {readonly paths: Readonly<Record<string, string>>; readonly template: string} | undefined;
}

interface RuleOf {
  readonly name: string;
  readonly arn: string;
}

/** The body a target gets for an event (EventBridge User Guide, eb-transform-target-input). */
export function inputOf({input, inputPath, transformer}: TargetInput, event: BusEvent, rule: RuleOf): string {
  if (input !== undefined) return input;
  if (inputPath !== undefined) return JSON.stringify(at(event, inputPath) ?? null);
  if (!transformer) return JSON.stringify(event);
  const values: Record<string, unknown> = {
    'aws.events.rule-arn': rule.arn,
    'aws.events.rule-name': rule.name,
    'aws.events.event.ingestion-time': event.time,
    'aws.events.event': withoutDetail(event),
    'aws.events.event.json': event,
  };
  for (const [name, path] of Object.entries(transformer.paths)) values[name] = at(event, path);
  return filled(transformer.template, values);
}

// Within quotes a value is its text, outside of them JSON; one that the event does not have is nothing.
function filled(template: string, values: Readonly<Record<string, unknown>>): string {
  let isQuoted = false;
  return template.replace(/\\.|"|<([A-Za-z0-9_.-]+)>/g, (part, name?: string) => {
    if (part === '"') isQuoted = !isQuoted;
    if (name === undefined || !Object.hasOwn(values, name)) return part;
    const value = values[name];
    if (value === undefined) return '';
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    if (isQuoted) return JSON.stringify(text).slice(1, -1);
    return typeof value === 'string' && isJsonTemplate(template) ? JSON.stringify(value) : text;
  });
}

function isJsonTemplate(template: string): boolean {
  return /^\s*\{/.test(template);
}

function withoutDetail({detail: _detail, ...rest}: BusEvent): object {
  return rest;
}

function at(event: unknown, path: string): unknown {
  const steps = path.replace(/^\$\.?/, '').match(/[^.[\]]+/g) ?? [];
  return steps.reduce<unknown>(
    (value, step) => (Object(value) === value ? Reflect.get(Object(value), step) : undefined),
    event,
  );
}
