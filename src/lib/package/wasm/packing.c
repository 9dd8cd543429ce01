// What packing does to every byte of a package, compiled to WebAssembly: deflate, and the search for credentials.
// Memory is what stands here and never grows, so that views of it stay valid. One instance serves one thread.
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <wasm_simd128.h>
#include "libdeflate.h"

#define EXPORT(name) __attribute__((export_name(name)))

// A slice of a file, what precedes it, and a byte more.
#define INPUT_BYTES (1088 * 1024)
// What a job gives at most: half a megabyte of files, one more file of a megabyte, and what blocks cost when nothing is saved.
#define OUTPUT_BYTES (1600 * 1024)
// The largest of libdeflate's compressors, for levels 2 to 9, takes 0.7 MB.
#define COMPRESSOR_BYTES (1024 * 1024)

static uint8_t input[INPUT_BYTES] __attribute__((aligned(64)));
static uint8_t output[OUTPUT_BYTES] __attribute__((aligned(64)));
static uint8_t compressor_memory[COMPRESSOR_BYTES] __attribute__((aligned(64)));

// A hint is four bytes in a row. By place in it: which kinds of hints have a byte with this lower half, or this upper half, there.
#define HINT_BYTES 4
static struct { uint8_t lower[HINT_BYTES][16], upper[HINT_BYTES][16]; } kinds;
// By a hash of four bytes: 1 when they are a hint, or share its hash with one.
static uint8_t is_hint[65536];

static struct libdeflate_compressor *compressor;

EXPORT("input") uint8_t *input_address(void) { return input; }
EXPORT("inputBytes") size_t input_bytes(void) { return INPUT_BYTES; }
EXPORT("output") uint8_t *output_address(void) { return output; }
EXPORT("outputBytes") size_t output_bytes(void) { return OUTPUT_BYTES; }

static void *only_memory(size_t bytes) { return bytes <= COMPRESSOR_BYTES ? compressor_memory : NULL; }
static void keep(void *memory) { (void)memory; }

// Prepares for a level of libdeflate's, 1 to 9. False when there is no such level.
EXPORT("setLevel") bool set_level(int level) {
  const struct libdeflate_options options = {
    .sizeof_options = sizeof options, .malloc_func = only_memory, .free_func = keep,
  };
  compressor = libdeflate_alloc_compressor_ex(level, &options);
  return compressor != NULL;
}

// Deflates bytes of the input to `to` in the output, whole or as a part of a stream. How many bytes that takes; 0 when more than `most`.
EXPORT("deflate") size_t deflate(const uint8_t *from, size_t bytes, uint8_t *to, size_t most, bool ends_stream) {
  return libdeflate_deflate_compress_part(compressor, from, bytes, to, most, ends_stream);
}

// Multiplicative hashing by 2^32 divided by the golden ratio (Knuth, The Art of Computer Programming 3, 6.4).
static uint32_t hash_of(uint32_t hint) { return (hint * 0x9E3779B1u) >> 16; }

// Adds four bytes, the first one lowest, to what is looked for. Of eight kinds, 0 to 7: the fewer hints are of a kind, the quicker the search.
EXPORT("addHint") void add_hint(uint32_t hint, int kind) {
  for (int place = 0; place < HINT_BYTES; place += 1) {
    const uint8_t byte = hint >> (8 * place);
    kinds.lower[place][byte & 15] |= 1 << kind;
    kinds.upper[place][byte >> 4] |= 1 << kind;
  }
  is_hint[hash_of(hint)] = 1;
}

// Where the first hint from `at` on begins that ends before `end`; `end` when there is none.
EXPORT("nextHint") const uint8_t *next_hint(const uint8_t *at, const uint8_t *end) {
  // Sixteen places at once: one is left when all four bytes from there on have halves of the same kind of hint.
  for (; at < end; at += 16) {
    v128_t left = wasm_i8x16_splat(-1);
    for (int place = 0; place < HINT_BYTES; place += 1) {
      const v128_t bytes = wasm_v128_load(at + place);
      const v128_t lower = wasm_v128_and(bytes, wasm_i8x16_splat(15));
      const v128_t upper = wasm_u8x16_shr(bytes, 4);
      left = wasm_v128_and(left, wasm_i8x16_swizzle(wasm_v128_load(kinds.lower[place]), lower));
      left = wasm_v128_and(left, wasm_i8x16_swizzle(wasm_v128_load(kinds.upper[place]), upper));
    }
    if (!wasm_v128_any_true(left)) continue;
    uint32_t places = wasm_i8x16_bitmask(wasm_i8x16_ne(left, wasm_i8x16_splat(0)));
    for (; places != 0; places &= places - 1) {
      const uint8_t *hint = at + __builtin_ctz(places);
      if (end - hint < HINT_BYTES) return end;
      uint32_t word;
      __builtin_memcpy(&word, hint, sizeof word);
      if (is_hint[hash_of(word)]) return hint;
    }
  }
  return end;
}
