import * as z from 'zod';

/** First member of every manifest; another number is another format. */
export const BUNDLE_SCHEMA = 'lambda-release/bundle/2';
export const MANIFEST_ENTRY = 'manifest.json';
export const RELEASE_FILE_ENTRY = 'release.yml';

const digest = z.string().regex(/^[A-Za-z0-9+/]{43}=$/);
const contentDigest = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
const bytes = z.int().min(0);

const binarySchema = z.strictObject({
  path: z.string().min(1),
  part: z.string(),
  format: z.enum(['ELF', 'Mach-O', 'PE']),
  machine: z.string(),
  bytes,
  isLoaded: z.boolean(),
  isForOthers: z.boolean(),
  glibc: z.string().optional(),
  standsAloneOn: z.array(z.string()).readonly().optional(),
});

const archiveSchema = z.strictObject({
  /** Path in the bundle. */
  entry: z.string().min(1),
  /** What it is: see contentDigest. */
  contentDigest,
  /** base64 of SHA-256 over the zip: what AWS will report. */
  codeSha256: digest,
  zippedBytes: bytes,
  unzippedBytes: bytes,
  files: bytes,
  /** The compiled files: which architecture AWS runs the function on is known only where it is released. */
  binaries: z.array(binarySchema),
});

const layerSchema = archiveSchema.extend({
  /** The layer's name on AWS. */
  name: z.string().min(1),
  packages: z.array(z.strictObject({name: z.string(), version: z.string().optional()})),
});

const functionSchema = archiveSchema.extend({
  /** The layer with its dependencies; absent when they are in the package. */
  layer: layerSchema.optional(),
});

const manifestSchema = z.strictObject({
  schema: z.literal(BUNDLE_SCHEMA),
  git: z.strictObject({commit: z.string(), subject: z.string(), dirty: z.boolean().optional()}).optional(),
  /** base64 of SHA-256 over the release file; absent when there was none. */
  releaseFileSha256: digest.optional(),
  /** The events of smoke tests, by how the release file names them. */
  events: z.record(z.string(), z.strictObject({entry: z.string().min(1), sha256: digest})).optional(),
  functions: z.record(z.string(), functionSchema),
});

/** What a release bundle holds: one deployment package a function and its layer if it has one, each with its digest. */
export type BundleManifest = z.output<typeof manifestSchema>;
export type BundledArchive = z.output<typeof archiveSchema>;
export type BundledLayer = z.output<typeof layerSchema>;
export type BundledFunction = z.output<typeof functionSchema>;

/** Reads a manifest; `undefined` when it is none of this format. */
export function parseManifest(text: string): BundleManifest | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  const parsed = manifestSchema.safeParse(json);
  return parsed.success ? parsed.data : undefined;
}
