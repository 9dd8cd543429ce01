/** `sha256:<64 hexadecimal digits>` of a URI that ends in one, such as Lambda's ResolvedImageUri. */
export function digestOfUri(uri: string): string | undefined {
  return /@(sha256:[0-9a-f]{64})$/.exec(uri)?.[1];
}

/** The digest as Lambda gives it in CodeSha256 of a function of the type Image: hexadecimal, without the name of the algorithm. */
export function codeSha256OfImage(digest: string): string {
  return digest.slice('sha256:'.length);
}

/** The other way; undefined for what is no such CodeSha256, as that of a zip is none. */
export function digestOfCodeSha256(codeSha256: string): string | undefined {
  return /^[0-9a-f]{64}$/.test(codeSha256) ? `sha256:${codeSha256}` : undefined;
}

/** What an image is, in the form of the content digest of a package: 43 characters of base64url. */
export function contentDigestOfImage(digest: string): string {
  return Buffer.from(codeSha256OfImage(digest), 'hex').toString('base64url');
}
