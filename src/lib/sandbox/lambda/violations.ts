import {LambdaFailure} from './failure.js';

/**
 * Collects constraint violations and throws them as one `ValidationException` (400), worded as recorded from AWS.
 * The class is absent from AWS's own model, so SDKs throw it as a generic service error.
 */
export class Violations {
  private readonly problems: string[] = [];

  /** `path` in AWS's spelling: camelCase members joined by dots. */
  add(value: unknown, path: string, constraint: string): void {
    const shown = value === undefined || value === null ? 'null' : `'${show(value)}'`;
    this.problems.push(`Value ${shown} at '${path}' failed to satisfy constraint: ${constraint}`);
  }

  required(value: unknown, path: string): void {
    if (value === undefined || value === null) this.add(undefined, path, 'Member must not be null');
  }

  range(value: number | undefined, path: string, min: number, max: number): void {
    if (value === undefined) return;
    if (value < min) this.add(value, path, `Member must have value greater than or equal to ${min}`);
    else if (value > max) this.add(value, path, `Member must have value less than or equal to ${max}`);
  }

  length(value: string | undefined, path: string, min: number, max: number): void {
    if (value === undefined) return;
    if (value.length < min) this.add(value, path, `Member must have length greater than or equal to ${min}`);
    else if (value.length > max) this.add(value, path, `Member must have length less than or equal to ${max}`);
  }

  /** `pattern` must match the whole value. */
  pattern(value: string | undefined, path: string, pattern: string): void {
    if (value === undefined || new RegExp(`^(?:${pattern})$`).test(value)) return;
    this.add(value, path, `Member must satisfy regular expression pattern: ${pattern}`);
  }

  oneOf(value: string | undefined, path: string, allowed: readonly string[]): void {
    if (value === undefined || allowed.includes(value)) return;
    this.add(value, path, `Member must satisfy enum value set: [${allowed.join(', ')}]`);
  }

  /** What all of them say together; undefined when there are none. */
  get message(): string | undefined {
    const count = this.problems.length;
    if (count === 0) return undefined;
    return `${count} validation error${count === 1 ? '' : 's'} detected: ${this.problems.join('; ')}`;
  }

  throwIfAny(): void {
    const {message} = this;
    if (message !== undefined) throw new LambdaFailure({status: 400, code: 'ValidationException', message});
  }
}

// Java's toString, which AWS's messages show: lists as [a, b], maps as {k=v}, doubles with a decimal point.
function show(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(show).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    return `{${Object.entries(value)
      .map(([key, item]) => `${key}=${show(item)}`)
      .join(', ')}}`;
  }
  return String(value);
}
