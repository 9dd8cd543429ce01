/** The first of some names and how many there are besides: `a, b and 3 more`. */
export function someNames(names: readonly string[], most: number): string {
  const more = names.length - most;
  const named = names.slice(0, most).join(', ');
  return more > 0 ? `${named} and ${more} more` : named;
}
