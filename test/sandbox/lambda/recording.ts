import {readFileSync} from 'node:fs';
import {expect} from 'vitest';

interface RecordedAnswer {
  readonly status?: number;
  readonly error?: {readonly code: string; readonly message: string; readonly type?: string};
  readonly members?: Readonly<Record<string, unknown>>;
}

interface RecordingFile {
  readonly scenarios: Readonly<Record<string, {readonly answers: Readonly<Record<string, RecordedAnswer>>}>>;
}

const folder = new URL('../../fixtures/aws-recordings/', import.meta.url);

/**
 * One recorded sequence of calls against real AWS. check() makes the same call here and compares status, error and
 * members; a placeholder such as `<uuid:1>` must stand for one value throughout, and for another one than `<uuid:2>`.
 */
export class Recording {
  private readonly answers: Readonly<Record<string, RecordedAnswer>>;
  private readonly unchecked: Set<string>;
  private readonly bindings = new Map<string, string>();

  constructor(file: string, scenario: string) {
    const recordings: RecordingFile = JSON.parse(readFileSync(new URL(`${file}.json`, folder), 'utf8'));
    const found = recordings.scenarios[scenario];
    if (!found) throw new Error(`No recording of ${scenario} in ${file}.json`);
    this.answers = found.answers;
    this.unchecked = new Set(Object.keys(found.answers));
  }

  async check<T>(step: string, call: () => Promise<T>): Promise<T | undefined> {
    const recorded = this.answers[step];
    if (!recorded) throw new Error(`The recording has no step ${step}`);
    this.unchecked.delete(step);
    const [answer, output] = await observe(call, recorded);
    expect(answer, step).toEqual(this.fill(recorded, answer));
    return output;
  }

  /** Leaves a step out, for a reason that can be read. */
  skip(step: string, _reason: string): void {
    this.unchecked.delete(step);
  }

  /** Fails when a recorded step was left out. */
  expectComplete(): void {
    expect([...this.unchecked]).toEqual([]);
  }

  // The recorded value with its placeholders replaced by what they were found to stand for.
  private fill(recorded: unknown, actual: unknown): unknown {
    if (typeof recorded === 'string') return this.fillText(recorded, actual);
    if (Array.isArray(recorded)) {
      return recorded.map((item, index) => this.fill(item, Array.isArray(actual) ? actual[index] : undefined));
    }
    if (typeof recorded !== 'object' || recorded === null) return recorded;
    return Object.fromEntries(
      Object.entries(recorded).map(([key, item]) => [
        key,
        this.fill(item, typeof actual === 'object' && actual !== null ? Reflect.get(actual, key) : undefined),
      ]),
    );
  }

  private fillText(recorded: string, actual: unknown): unknown {
    if (recorded === '<code-size>') return typeof actual === 'number' && actual > 0 ? actual : recorded;
    if (recorded === 'date') return /^2\d{3}-\d\d-\d\dT/.test(String(actual)) ? actual : recorded;
    // Presigned on AWS, so never twice the same.
    if (/^<(layer-)?location>$/.test(recorded)) return /^http/.test(String(actual)) ? actual : recorded;
    const names: string[] = [];
    const pattern = recorded.split(/(<[a-z0-9_-]+(?::\d+)?>)/).map((part, index) => {
      if (index % 2 === 0) return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
      names.push(part);
      return '(.+?)';
    });
    const match = new RegExp(`^${pattern.join('')}$`, 's').exec(String(actual));
    if (!match) return recorded;
    const consistent = names.every((name, index) => this.bind(name, match[index + 1] ?? ''));
    return consistent ? actual : recorded;
  }

  private bind(name: string, value: string): boolean {
    const bound = this.bindings.get(name);
    if (bound !== undefined) return bound === value;
    const kind = name.replace(/:.*/, '');
    for (const [other, taken] of this.bindings) {
      if (other.replace(/:.*/, '') === kind && taken === value) return false;
    }
    this.bindings.set(name, value);
    return true;
  }
}

async function observe<T>(call: () => Promise<T>, recorded: RecordedAnswer): Promise<[RecordedAnswer, T | undefined]> {
  try {
    const output = await call();
    const {$metadata, ...members} = plain(output);
    const status: unknown = Reflect.get(Object($metadata), 'httpStatusCode');
    return [{...(recorded.status ? {status: Number(status)} : {}), members: plain(members)}, output];
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const {$metadata, Type} = plain(error);
    const status = Number(Reflect.get(Object($metadata), 'httpStatusCode'));
    const message = String(Reflect.get(error, 'Message') ?? error.message);
    const type = Type === undefined ? {} : {type: String(Type)};
    return [{...(recorded.status ? {status} : {}), error: {code: error.name, message, ...type}}, undefined];
  }
}

function plain(value: unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(Object(value)).filter(([, member]) => member !== undefined));
}
