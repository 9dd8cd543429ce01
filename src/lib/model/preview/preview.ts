import type {AliasState} from '../alias/state.js';

/** A version behind an alias of its own, beside all production traffic, until somebody prunes it. */
export interface Preview {
  readonly functionName: string;
  readonly alias: string;
  readonly version: string;
  readonly expiresMs: number;
}

const PREFIX = 'preview-';
const MAX_ALIAS_LENGTH = 128;
const MARKER = /^\[preview until (\d{10,11})\]$/;

/**
 * The alias of a preview by the name a person or a branch gives it: `feature/cart` is `preview-feature-cart`. What an alias
 * cannot have becomes a hyphen, and it ends after 128 characters (Lambda API reference, CreateAlias). Undefined when no letter
 * and no digit is in the name.
 */
export function previewAlias(name: string): string | undefined {
  const bare = name.startsWith(PREFIX) ? name.slice(PREFIX.length) : name;
  const fit = bare.replace(/[^a-zA-Z0-9_]+/g, '-').replace(/^-+|-+$/g, '');
  return /[a-zA-Z0-9]/.test(fit) ? `${PREFIX}${fit}`.slice(0, MAX_ALIAS_LENGTH) : undefined;
}

/**
 * What the alias of a preview is described by, its end in epoch seconds: the mark without which it is nobody's to write or to
 * delete.
 */
export function previewDescription(expiresMs: number): string {
  return `[preview until ${Math.ceil(expiresMs / 1000)}]`;
}

/** The preview that an alias is; undefined for every other alias, whatever it is called, and for one with a second version. */
export function previewOf(state: AliasState): Preview | undefined {
  const {functionName, alias, stable, candidate, description} = state;
  const seconds = MARKER.exec(description)?.[1];
  if (!alias.startsWith(PREFIX) || candidate !== undefined || seconds === undefined) return undefined;
  return {functionName, alias, version: stable, expiresMs: Number(seconds) * 1000};
}
