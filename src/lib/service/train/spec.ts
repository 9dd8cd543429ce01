import type {ReleaseFile} from '../../config/release-file.js';
import type {TrainSpec} from '../../model/train/spec.js';

/** What a person says of the pace of a train, by the names of the options. */
export interface PaceOptions {
  /** Aliases under way at one time. */
  readonly parallel?: number | undefined;
}

/**
 * What is said of how several aliases go as one, options before the file; the defaults hold for the rest. `undefined` where there is
 * one alias alone, and no file that wants a train.
 */
export function trainOf(
  file: Pick<ReleaseFile, 'train'> | undefined,
  {aliases, parallel}: PaceOptions & {readonly aliases: number},
): Partial<TrainSpec> | undefined {
  if (!file?.train && aliases < 2) return undefined;
  return {...file?.train, ...(parallel !== undefined && {parallel})};
}
