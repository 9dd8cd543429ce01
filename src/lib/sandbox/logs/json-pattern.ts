import {matchesIn} from '../tokens.js';
/** A condition over a log event that is JSON. */
export type JsonCondition = (root: unknown) => boolean;

/** The pattern cannot be read. */
export class PatternError extends Error {}

type Test = (value: unknown) => boolean;

const TOKEN =
  /\s*(?:(\$(?:\.\*|\.[^\s.[\]=!<>()&|{}"]+|\[\d+\]|\[\*\]|\["[^"]*"\])*)|"((?:[^"\\]|\\.)*)"|%([^%]*)%|(&&|\|\||!=|<=|>=|[=<>()])|([^\s=!<>()&|"%]+))/y;

interface Token {
  readonly kind: 'selector' | 'text' | 'regex' | 'sign' | 'word' | 'end';
  readonly text: string;
}

/**
 * Reads `{ $.level = "ERROR" && $.latency > 100 }`: selectors with members, indexes and `*`, = != < <= > >=, numbers,
 * texts with `*`, `%regex%`, IS TRUE, IS FALSE, IS NULL, EXISTS and NOT EXISTS, && before ||, parentheses (CloudWatch Logs
 * User Guide, FilterAndPatternSyntaxForMetricFilters). What is not there, and what is no scalar, fulfils no comparison.
 * Throws PatternError.
 */
export function parseJsonPattern(pattern: string): JsonCondition {
  const inner = /^\s*\{([\s\S]*)\}\s*$/.exec(pattern)?.[1];
  if (inner === undefined) throw new PatternError('A JSON pattern stands in braces');
  const parser = new PatternParser(tokensOf(inner));
  const condition = parser.any();
  parser.end();
  return condition;
}

/** Every value a selector such as `$.items[*].price` points to. */
export function selectValues(root: unknown, selector: string): readonly unknown[] {
  const steps = [...selector.slice(1).matchAll(/\.([^.[\]]+)|\[(?:"([^"]*)"|(\d+|\*))\]/g)];
  return steps.reduce<readonly unknown[]>(
    (values, [, member, quoted, index]) => {
      const key = member ?? quoted ?? index ?? '';
      return values.flatMap((value) => {
        if (typeof value !== 'object' || value === null) return [];
        if (key === '*' && quoted === undefined) return Object.values(value);
        return Object.hasOwn(value, key) ? [Reflect.get(value, key)] : [];
      });
    },
    [root],
  );
}

class PatternParser {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  any(): JsonCondition {
    const of = [this.#all()];
    while (this.#skip('||')) of.push(this.#all());
    return (root) => of.some((each) => each(root));
  }

  end(): void {
    if (this.#next.kind !== 'end') throw new PatternError(`Unexpected ${this.#next.text}`);
  }

  #all(): JsonCondition {
    const of = [this.#one()];
    while (this.#skip('&&')) of.push(this.#one());
    return (root) => of.every((each) => each(root));
  }

  #one(): JsonCondition {
    if (this.#skip('(')) {
      const condition = this.any();
      if (!this.#skip(')')) throw new PatternError('A parenthesis is not closed');
      return condition;
    }
    const {kind, text: selector} = this.#take();
    if (kind !== 'selector') throw new PatternError(`Expected a selector, found ${selector || 'the end'}`);
    const {text: operator} = this.#take();
    switch (operator.toUpperCase()) {
      case 'EXISTS':
        return (root) => selectValues(root, selector).length > 0;
      case 'NOT':
        if (this.#take().text.toUpperCase() !== 'EXISTS') throw new PatternError('NOT is followed by EXISTS');
        return (root) => selectValues(root, selector).length === 0;
      case 'IS': {
        const wanted = {TRUE: true, FALSE: false, NULL: null}[this.#take().text.toUpperCase()];
        if (wanted === undefined) throw new PatternError('IS is followed by TRUE, FALSE or NULL');
        return (root) => selectValues(root, selector).some((value) => value === wanted);
      }
      default: {
        const test = comparison(operator, this.#take());
        return (root) => selectValues(root, selector).some((value) => isScalar(value) && test(value));
      }
    }
  }

  get #next(): Token {
    return this.#tokens[this.#at] ?? {kind: 'end', text: ''};
  }

  #skip(sign: string): boolean {
    if (this.#next.kind !== 'sign' || this.#next.text !== sign) return false;
    this.#at++;
    return true;
  }

  #take(): Token {
    const token = this.#next;
    this.#at++;
    return token;
  }
}

function comparison(operator: string, {kind, text}: Token): Test {
  if (kind === 'end' || kind === 'sign' || kind === 'selector')
    throw new PatternError(`A value is missing after ${operator}`);
  const number = kind === 'word' ? Number(text) : Number.NaN;
  const bounds: Readonly<Record<string, (value: number) => boolean>> = {
    '<': (value) => value < number,
    '<=': (value) => value <= number,
    '>': (value) => value > number,
    '>=': (value) => value >= number,
  };
  const bound = bounds[operator];
  if (bound) {
    if (Number.isNaN(number)) throw new PatternError(`${operator} compares numbers, not ${text}`);
    return (value) => typeof value === 'number' && bound(value);
  }
  const equal = equality(kind, text, number);
  if (operator === '=') return equal;
  if (operator === '!=') return (value) => !equal(value);
  throw new PatternError(`Unknown operator ${operator || 'at the end'}`);
}

function equality(kind: Token['kind'], text: string, number: number): Test {
  if (kind === 'regex') {
    const regex = toRegex(text);
    return (value) => regex.test(String(value));
  }
  // A bare number is a number; quoted, or anything else, is a text.
  if (!Number.isNaN(number)) return (value) => value === number || value === text;
  const parts = text.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const regex = new RegExp(`^${parts.join('.*')}$`, 's');
  return (value) => regex.test(String(value));
}

/** Throws PatternError. */
export function toRegex(text: string): RegExp {
  try {
    return new RegExp(text);
  } catch {
    throw new PatternError(`${text} is no regular expression`);
  }
}

function isScalar(value: unknown): boolean {
  return value !== null && typeof value !== 'object';
}

function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  const refuse = (at: number) => new PatternError(`Unexpected text: ${text.slice(at, at + 10)}`);
  for (const [, selector, quoted, regex, sign, word] of matchesIn(text, TOKEN, refuse)) {
    if (selector !== undefined) tokens.push({kind: 'selector', text: selector});
    else if (quoted !== undefined) tokens.push({kind: 'text', text: quoted.replace(/\\(.)/g, '$1')});
    else if (regex !== undefined) tokens.push({kind: 'regex', text: regex});
    else if (sign !== undefined) tokens.push({kind: 'sign', text: sign});
    else tokens.push({kind: 'word', text: word ?? ''});
  }
  return tokens;
}
