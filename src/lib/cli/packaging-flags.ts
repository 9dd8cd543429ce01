import {Flags} from '@oclif/core';

/** Flags of commands that package. */
export const packagingFlags = {
  'allow-secret': Flags.string({
    summary:
      'File of the package that may look like a credential; a folder ends in a slash. May be given several times.',
    multiple: true,
    multipleNonGreedy: true,
    helpValue: 'PATH',
  }),
  cache: Flags.boolean({
    summary: 'Keep deflated files for the next run, in the cache folder of the user or LAMBDA_RELEASE_CACHE.',
    description:
      'The bytes of the package are the same with and without. At most 1 GiB, the longest unused going first.',
    default: true,
    allowNo: true,
  }),
};
