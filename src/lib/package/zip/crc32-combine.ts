/** The CRC-32 polynomial (ISO 3309, as zip uses it), bits reversed. */
const POLYNOMIAL = 0xedb88320;
/** The polynomial 1 in the reversed notation: the highest power is the lowest bit. */
const ONE = 0x80000000;

/**
 * CRC-32 of two byte sequences put together, from the CRC-32 of each and the length of the second, in bytes. Appending n bytes
 * multiplies a CRC by x^(8n) modulo the polynomial; the rest is addition, which is exclusive or.
 */
export function crc32Combine(first: number, second: number, secondBytes: number): number {
  return (multiply(powerOfX(secondBytes * 8), first) ^ second) >>> 0;
}

function multiply(a: number, b: number): number {
  let product = 0;
  let shifted = b;
  for (let bit = ONE; bit !== 0; bit >>>= 1) {
    if (a & bit) product ^= shifted;
    shifted = shifted & 1 ? (shifted >>> 1) ^ POLYNOMIAL : shifted >>> 1;
  }
  return product >>> 0;
}

function powerOfX(exponent: number): number {
  let power = ONE;
  let square = ONE >>> 1;
  for (let left = exponent; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) power = multiply(square, power);
    square = multiply(square, square);
  }
  return power;
}
