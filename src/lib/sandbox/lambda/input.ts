import {LambdaFailure} from './failure.js';

/** Members of a JSON request body, read by type. A member of another type is AWS's SerializationException (400). */
export class Input {
  private readonly members: Readonly<Record<string, unknown>>;

  private constructor(members: Readonly<Record<string, unknown>>) {
    this.members = members;
  }

  static parse(body: Buffer): Input {
    if (body.length === 0) return new Input({});
    let value: unknown;
    try {
      value = JSON.parse(body.toString('utf8'));
    } catch (error) {
      throw serialization(
        `Unable to parse the request body as JSON: ${error instanceof Error ? error.message : error}`,
      );
    }
    return Input.of(value, 'body');
  }

  private static of(value: unknown, name: string): Input {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw serialization(`Start of structure or map expected at ${name}.`);
    }
    return new Input(Object.fromEntries(Object.entries(value)));
  }

  names(): string[] {
    return Object.keys(this.members);
  }

  /** True when the member is there and not null: what is absent is not touched by updates. */
  has(name: string): boolean {
    return this.members[name] !== undefined && this.members[name] !== null;
  }

  text(name: string): string | undefined {
    return this.read(name, 'string', (value) => (typeof value === 'string' ? value : undefined));
  }

  number(name: string): number | undefined {
    return this.read(name, 'number', (value) => (typeof value === 'number' ? value : undefined));
  }

  flag(name: string): boolean | undefined {
    return this.read(name, 'boolean', (value) => (typeof value === 'boolean' ? value : undefined));
  }

  record(name: string): Input | undefined {
    return this.has(name) ? Input.of(this.members[name], name) : undefined;
  }

  texts(name: string): string[] | undefined {
    return this.read(name, 'list of strings', (value) =>
      Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined,
    );
  }

  /** A map of strings. */
  textMap(name: string): Record<string, string> | undefined {
    const map = this.record(name);
    if (!map) return undefined;
    return Object.fromEntries(Object.keys(map.members).map((key) => [key, map.text(key) ?? '']));
  }

  numberMap(name: string): Record<string, number> | undefined {
    const map = this.record(name);
    if (!map) return undefined;
    return Object.fromEntries(Object.keys(map.members).map((key) => [key, map.number(key) ?? Number.NaN]));
  }

  /** A member that is stored and given back as it came: structures the sandbox does not act on. */
  verbatim(name: string): unknown {
    return this.members[name];
  }

  private read<T>(name: string, expected: string, as: (value: unknown) => T | undefined): T | undefined {
    if (!this.has(name)) return undefined;
    const value = as(this.members[name]);
    if (value === undefined) throw serialization(`Expected a ${expected} at ${name}.`);
    return value;
  }
}

function serialization(message: string): LambdaFailure {
  return new LambdaFailure({status: 400, code: 'SerializationException', message, members: {Type: 'User'}});
}
