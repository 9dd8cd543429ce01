/** packing.c and libdeflate, compiled to WebAssembly, in base64. */
export const packingWasm: string;
