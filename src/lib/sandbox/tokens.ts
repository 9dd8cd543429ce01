/**
 * The matches of a sticky pattern, one after the other to the end of a text. `refuse` makes the error for a place where it
 * does not match; the pattern takes the space before a token itself.
 */
export function* matchesIn(text: string, token: RegExp, refuse: (at: number) => Error): Generator<RegExpExecArray> {
  const end = text.trimEnd().length;
  for (let at = 0; at < end; at = token.lastIndex) {
    token.lastIndex = at;
    const found = token.exec(text);
    if (!found) throw refuse(at);
    yield found;
  }
}
