/** What is read into this buffer is searched without being copied; large enough for a slice of a file and what precedes it. */
export const searchable: Buffer;

/**
 * Where in `bytes` a credential may be: positions, in order, of four bytes that every shape inspect-content.mjs looks for has in
 * it, and now and then of others. Hardly any text has one, and finding that out makes no string of it. Throws RangeError when they are more than `searchable`.
 */
export function credentialHints(bytes: Uint8Array): number[];
