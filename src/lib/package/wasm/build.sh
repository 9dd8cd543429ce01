#!/usr/bin/env bash
# Compiles packing.c and libdeflate to WebAssembly and writes packing-wasm.mjs. `build.sh --check` writes nothing and says by its exit
# code whether packing-wasm.mjs is what comes out; another major version of clang may give other bytes for the same source.
# Needs clang with the target wasm32, lld and patch (Debian 12: clang lld patch, where clang is 14).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cp -R libdeflate packing.c "$work"
patch --quiet --directory "$work/libdeflate" --strip 1 <parts.patch
(
  cd "$work"
  for source in packing.c libdeflate/lib/deflate_compress.c libdeflate/lib/utils.c; do
    clang --target=wasm32 -O2 -ffreestanding -DFREESTANDING -mbulk-memory -msimd128 -msign-ext -mnontrapping-fptoint \
      -Ilibdeflate -c "$source" -o "$(basename "$source" .c).o"
  done
  wasm-ld --no-entry --strip-all --stack-first -z stack-size=131072 -o packing.wasm packing.o deflate_compress.o utils.o
)
{
  echo '// Written by build.sh from packing.c and libdeflate: WebAssembly in base64.'
  echo "export const packingWasm = '$(base64 -w 0 <"$work/packing.wasm")';"
} >"$work/packing-wasm.mjs"
if [ "${1:-}" = --check ]; then
  cmp "$work/packing-wasm.mjs" packing-wasm.mjs
else
  cp "$work/packing-wasm.mjs" packing-wasm.mjs
fi
