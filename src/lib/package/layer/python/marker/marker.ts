/** A value in a marker: a text, or a variable of the environment it is judged in. */
export type MarkerValue = {readonly text: string} | {readonly variable: string};

/** An environment marker (PEP 508), as it is read. */
export type Marker =
  | {readonly kind: 'and' | 'or'; readonly sides: readonly [Marker, Marker]}
  | {readonly kind: 'compare'; readonly left: MarkerValue; readonly operator: string; readonly right: MarkerValue};

const TOKEN = /\s*(?:([()])|(===|==|~=|!=|<=|>=|<|>)|'([^']*)'|"([^"]*)"|([A-Za-z_][\w.]*))/y;

/** Of brackets in brackets: nobody writes more, and the stack holds them. */
const DEEPEST = 200;

/** Names of before PEP 508, which old metadata still has (packaging, "_parser.py"). */
const OLD_NAMES: Readonly<Record<string, string>> = {
  'os.name': 'os_name',
  'sys.platform': 'sys_platform',
  'platform.machine': 'platform_machine',
  'platform.python_implementation': 'platform_python_implementation',
  'platform.version': 'platform_version',
  python_implementation: 'platform_python_implementation',
};

/** Reads a marker; `undefined` for what is none. `and` binds more tightly than `or`. */
export function parseMarker(text: string): Marker | undefined {
  const tokens = tokensOf(text);
  if (tokens === undefined) return undefined;
  const reader = new MarkerReader(tokens);
  const marker = reader.either();
  return reader.isAtEnd ? marker : undefined;
}

type Token = {readonly word: string} | {readonly text: string};

function tokensOf(text: string): Token[] | undefined {
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  for (TOKEN.lastIndex = 0; TOKEN.lastIndex < end; ) {
    const match = TOKEN.exec(text);
    if (match === null) return undefined;
    const [, bracket, operator, single, double, name] = match;
    const quoted = single ?? double;
    tokens.push(quoted === undefined ? {word: bracket ?? operator ?? name ?? ''} : {text: quoted});
  }
  return tokens;
}

class MarkerReader {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#tokens.length;
  }

  either(): Marker | undefined {
    return this.#joined('or', () => this.#both());
  }

  #both(): Marker | undefined {
    return this.#joined('and', () => this.#single());
  }

  #joined(kind: 'and' | 'or', next: () => Marker | undefined): Marker | undefined {
    let left = next();
    while (left !== undefined && this.#take(kind)) {
      const right = next();
      left = right && {kind, sides: [left, right]};
    }
    return left;
  }

  #single(): Marker | undefined {
    if (this.#take('(')) {
      this.#depth += 1;
      if (this.#depth > DEEPEST) return undefined;
      const inner = this.either();
      this.#depth -= 1;
      return this.#take(')') ? inner : undefined;
    }
    const left = this.#value();
    const operator = this.#operator();
    const right = this.#value();
    if (left === undefined || operator === undefined || right === undefined) return undefined;
    return {kind: 'compare', left, operator, right};
  }

  #operator(): string | undefined {
    if (this.#take('not')) return this.#take('in') ? 'not in' : undefined;
    const token = this.#tokens[this.#at];
    if (token === undefined || !('word' in token) || !/^(?:in|[=~!<>]+)$/.test(token.word)) return undefined;
    this.#at += 1;
    return token.word;
  }

  #value(): MarkerValue | undefined {
    const token = this.#tokens[this.#at];
    if (token === undefined || ('word' in token && !/^[A-Za-z]/.test(token.word))) return undefined;
    this.#at += 1;
    return 'text' in token ? token : {variable: OLD_NAMES[token.word] ?? token.word};
  }

  #take(word: string): boolean {
    const token = this.#tokens[this.#at];
    if (token === undefined || !('word' in token) || token.word !== word) return false;
    this.#at += 1;
    return true;
  }
}
