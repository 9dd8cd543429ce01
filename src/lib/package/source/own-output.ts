import {closeSync, constants, openSync, readSync} from 'node:fs';

const HEAD_BYTES = 512;
/** How the first line of every journal begins. */
const JOURNAL = /^\{"time":"\d{4}-\d\d-\d\dT[\d:.]+Z","type":"[a-z]+(?:\.[a-zA-Z]+)?"[,}]/;
const TREEMAP = '<meta name="generator" content="lambda-release">';
/** A bundle is a zip that begins with its manifest. */
const BUNDLE = /^PK[\s\S]{28}manifest\.json[\s\S]{0,80}"schema": "lambda-release\/bundle\//;

/**
 * Whether a file is what an earlier run wrote, by how it begins: a journal, a treemap or a bundle. A package is a zip like any other,
 * which a function may well carry with it: those are known by their places alone.
 */
export function isOwnOutput(file: string): boolean {
  let descriptor: number | undefined;
  try {
    // A pipe would keep whoever opens it for reading waiting.
    descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    const bytes = Buffer.alloc(HEAD_BYTES);
    const head = bytes.toString('latin1', 0, readSync(descriptor, bytes, 0, HEAD_BYTES, 0));
    return JOURNAL.test(head) || head.includes(TREEMAP) || BUNDLE.test(head);
  } catch {
    // Packing it comes next, and says what is wrong with it.
    return false;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
