/** A word as a POSIX shell takes it: `checkout:live` as it is, `'checkout:$LATEST'` in quotes. */
export function shellQuoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
