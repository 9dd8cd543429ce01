/** Bytes of a page of WebAssembly's memory; the table of pairs takes the first one. */
const PAGE_BYTES = 65_536;

/**
 * A buffer and a search in it, compiled before its first use: in threads that live for a second, V8 has hardly understood that a loop
 * over every byte is hot when the work is done. `isHit` says by two neighbouring bytes, the second one being the higher, whether
 * they are worth a look.
 */
export function createWordScan(isHit, bytes) {
  try {
    return compiledScan(isHit, bytes);
  } catch {
    // No WebAssembly here, or no address space for its memory: the same search, somewhat slower.
    return plainScan(isHit, bytes);
  }
}

function compiledScan(isHit, bytes) {
  const pages = 1 + Math.ceil(bytes / PAGE_BYTES);
  const {exports} = new WebAssembly.Instance(new WebAssembly.Module(moduleOf(pages)));
  new Uint8Array(exports.memory.buffer).set(isHit);
  return {
    buffer: Buffer.from(exports.memory.buffer, PAGE_BYTES),
    next: (at, end) => exports.next(at + PAGE_BYTES, end + PAGE_BYTES) - PAGE_BYTES,
  };
}

export function plainScan(isHit, bytes) {
  const buffer = Buffer.allocUnsafeSlow(Math.ceil(bytes / PAGE_BYTES) * PAGE_BYTES);
  return {
    buffer,
    next(at, end) {
      let word = at;
      while (word < end) {
        const first = buffer[word] | (buffer[word + 1] << 8);
        const second = buffer[word + 2] | (buffer[word + 3] << 8);
        if ((isHit[first] | isHit[second]) !== 0) return word;
        word += 4;
      }
      return word;
    },
  };
}

/** The loop of plainScan in WebAssembly's binary format (WebAssembly Core Specification 5), each line with its text form. */
function moduleOf(pages) {
  const body = [
    ...[0x01, 0x01, 0x7f], //              (local $word i32)
    ...[0x02, 0x40, 0x03, 0x40], //        block loop
    ...[0x20, 0x00, 0x20, 0x01], //        local.get $at, local.get $end
    ...[0x4f, 0x0d, 0x01], //              i32.ge_u, br_if 1
    ...[0x20, 0x00, 0x28, 0x00, 0x00], //  local.get $at, i32.load
    ...[0x22, 0x02], //                    local.tee $word
    ...[0x41, 0xff, 0xff, 0x03, 0x71], //  i32.const 0xffff, i32.and
    ...[0x2d, 0x00, 0x00], //              i32.load8_u: of the pair at address 0
    ...[0x20, 0x02, 0x41, 0x10, 0x76], //  local.get $word, i32.const 16, i32.shr_u
    ...[0x2d, 0x00, 0x00], //              i32.load8_u
    ...[0x72, 0x0d, 0x01], //              i32.or, br_if 1
    ...[0x20, 0x00, 0x41, 0x04, 0x6a], //  local.get $at, i32.const 4, i32.add
    ...[0x21, 0x00, 0x0c, 0x00], //        local.set $at, br 0
    ...[0x0b, 0x0b], //                    end end
    ...[0x20, 0x00, 0x0b], //              local.get $at, end
  ];
  return Uint8Array.of(
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, [0x01, 0x60, 0x02, 0x7f, 0x7f, 0x01, 0x7f]), // (type (func (param i32 i32) (result i32)))
    ...section(3, [0x01, 0x00]), //                               (func $next (type 0))
    ...section(5, [0x01, 0x00, pages]), //                        (memory pages)
    ...section(7, [0x02, ...named('memory'), 0x02, 0x00, ...named('next'), 0x00, 0x00]),
    ...section(10, [0x01, body.length, ...body]),
  );
}

// Lengths, and the number of pages, are below 128: one byte each.
function section(id, content) {
  return [id, content.length, ...content];
}

function named(name) {
  return [name.length, ...Buffer.from(name)];
}
