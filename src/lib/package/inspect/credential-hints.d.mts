/**
 * Where in `bytes` a credential may be: positions, in order, of four bytes that every shape inspect-content.mjs looks for has in
 * it, and now and then of others. Hardly any text has one, and finding that out makes no string of it. What lies in the input of
 * packingMemory() is searched where it is. Throws RangeError when that is too small for the bytes.
 */
export function credentialHints(bytes: Uint8Array): number[];
