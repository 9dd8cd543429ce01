import {matchesIn} from '../../tokens.js';
/** A metric math expression, read. */
export type Expression =
  | {readonly kind: 'number'; readonly value: number}
  | {readonly kind: 'text'; readonly value: string}
  | {readonly kind: 'id'; readonly name: string}
  | {readonly kind: 'list'; readonly items: readonly Expression[]}
  | {readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[]}
  | {readonly kind: 'negate'; readonly of: Expression}
  | {readonly kind: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression};

/** The text is no expression. */
export class MathError extends Error {}

const TOKEN =
  /\s*(?:(\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+)|([A-Za-z_]\w*)|"([^"]*)"|'([^']*)'|(&&|\|\||[=!<>]=|[-+*/^<>(),[\]]))/y;
// Weakest first (CloudWatch User Guide, using-metric-math).
const LEVELS: readonly (readonly string[])[] = [
  ['OR', '||'],
  ['AND', '&&'],
  ['==', '!='],
  ['<', '<=', '>', '>='],
  ['+', '-'],
  ['*', '/'],
];

interface Token {
  readonly kind: 'number' | 'word' | 'text' | 'sign' | 'end';
  readonly text: string;
}

/** Reads an expression. Throws MathError. */
export function parseMath(text: string): Expression {
  const parser = new Parser(tokensOf(text));
  const expression = parser.level(0);
  parser.expect('end');
  return expression;
}

/** The ids an expression speaks of. */
export function idsIn(expression: Expression): readonly string[] {
  switch (expression.kind) {
    case 'id':
      return [expression.name];
    case 'list':
      return expression.items.flatMap(idsIn);
    case 'call':
      return expression.args.flatMap(idsIn);
    case 'negate':
      return idsIn(expression.of);
    case 'binary':
      return [...idsIn(expression.left), ...idsIn(expression.right)];
    default:
      return [];
  }
}

function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  const refuse = (at: number) => new MathError(`Unexpected text at position ${at}: ${text.slice(at, at + 10)}`);
  for (const [, number, word, double, single, sign] of matchesIn(text, TOKEN, refuse)) {
    if (number !== undefined) tokens.push({kind: 'number', text: number});
    else if (word !== undefined) tokens.push({kind: 'word', text: word});
    else if (sign !== undefined) tokens.push({kind: 'sign', text: sign});
    else tokens.push({kind: 'text', text: double ?? single ?? ''});
  }
  return [...tokens, {kind: 'end', text: ''}];
}

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  level(depth: number): Expression {
    const operators = LEVELS[depth];
    if (!operators) return this.#power();
    let left = this.level(depth + 1);
    while (operators.includes(this.#next.text.toUpperCase()) && ['sign', 'word'].includes(this.#next.kind)) {
      const operator = this.#take().text.toUpperCase();
      left = {kind: 'binary', operator, left, right: this.level(depth + 1)};
    }
    return left;
  }

  expect(text: string): void {
    const token = this.#take();
    if (text === 'end' ? token.kind !== 'end' : token.kind !== 'sign' || token.text !== text) {
      throw new MathError(`Expected ${text}, found ${token.text || 'the end'}`);
    }
  }

  #power(): Expression {
    const base = this.#unary();
    if (this.#next.text !== '^') return base;
    this.#take();
    return {kind: 'binary', operator: '^', left: base, right: this.#power()};
  }

  #unary(): Expression {
    if (this.#next.kind !== 'sign' || this.#next.text !== '-') return this.#primary();
    this.#take();
    return {kind: 'negate', of: this.#unary()};
  }

  #primary(): Expression {
    const token = this.#take();
    if (token.kind === 'number') return {kind: 'number', value: Number(token.text)};
    if (token.kind === 'text') return {kind: 'text', value: token.text};
    if (token.kind === 'word') {
      if (this.#next.text !== '(' || this.#next.kind !== 'sign') return {kind: 'id', name: token.text};
      this.#take();
      return {kind: 'call', name: token.text.toUpperCase(), args: this.#until(')')};
    }
    if (token.text === '(') {
      const inner = this.level(0);
      this.expect(')');
      return inner;
    }
    if (token.text === '[') return {kind: 'list', items: this.#until(']')};
    throw new MathError(`Unexpected ${token.text || 'end'}`);
  }

  #until(close: string): readonly Expression[] {
    const items: Expression[] = [];
    if (this.#next.text !== close) {
      items.push(this.level(0));
      while (this.#next.text === ',') {
        this.#take();
        items.push(this.level(0));
      }
    }
    this.expect(close);
    return items;
  }

  get #next(): Token {
    return this.#tokens[this.#at] ?? {kind: 'end', text: ''};
  }

  #take(): Token {
    const token = this.#next;
    this.#at++;
    return token;
  }
}
