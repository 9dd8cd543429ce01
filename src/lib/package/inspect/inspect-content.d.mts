/** Something that looks like a credential. Never the credential itself. */
export interface FoundSecret {
  /** Such as `private key`. */
  readonly kind: string;
  /** Where it begins, in bytes from the start of the file. */
  readonly at: number;
}

/** What the header of an executable file or a shared object says of itself. */
export interface BinaryHeader {
  readonly format: 'ELF' | 'Mach-O' | 'PE';
  /** `x86_64`, `arm64` as AWS Lambda calls them, the name of another machine, or `several` for a universal Mach-O. */
  readonly machine: string;
}

/** What was noticed in a content; absent when it is nothing. */
export interface Inspection {
  readonly secrets?: readonly FoundSecret[];
  readonly binary?: BinaryHeader;
}

/**
 * Looks at `bytes`, which begin `offset` bytes into its file: at the start for the header of a binary, and in what is plausibly
 * text for credentials.
 */
export function inspectContent(bytes: Buffer, offset: number): Inspection | undefined;

/** What is found in a content: another number for every change of it, so that nothing an earlier release found is taken for it. */
export const INSPECTION_FORM: number;
