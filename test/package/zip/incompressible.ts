/** Bytes that deflate cannot make smaller, the same ones each time (xorshift32). */
export function incompressible(bytes: number): Buffer {
  const noise = Buffer.alloc(bytes);
  let state = 0x9e3779b9;
  for (let at = 0; at < bytes; at += 1) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    noise[at] = state & 0xff;
  }
  return noise;
}
