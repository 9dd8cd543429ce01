const LENGTH = 6;
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/**
 * Six base-36 digits from the parts that make something unique. Two rollouts of one alias never share all of revision,
 * candidate and time; the id only tells their writes apart, so 31 bits are plenty. FNV-1a.
 */
export function shortId(parts: readonly string[]): string {
  let hash = FNV_OFFSET;
  for (const character of parts.join('\n')) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), FNV_PRIME);
  return ((hash >>> 0) % 36 ** LENGTH).toString(36).padStart(LENGTH, '0');
}
