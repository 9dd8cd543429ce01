/** The text of a file that people write, by its byte order mark, which is taken away: UTF-8 without one, UTF-16 as some shells of Windows write it. */
export function decodedText(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  // TextDecoder takes the mark away.
  return new TextDecoder(isUtf16 ? (first === 0xff ? 'utf-16le' : 'utf-16be') : 'utf-8').decode(bytes);
}
