import {Flags} from '@oclif/core';

/** Flags of commands that package. */
export const packagingFlags = {
  'skip-build': Flags.boolean({
    summary: 'Run no build command of the release file: what it makes is there already.',
  }),
  'allow-secret': Flags.string({
    summary:
      'File of the package that may look like a credential; a folder ends in a slash. May be given several times.',
    multiple: true,
    multipleNonGreedy: true,
    helpValue: 'PATH',
  }),
  'keep-link': Flags.string({
    summary: 'Link of the package that keeps its target, such as /opt/lib of a layer. May be given several times.',
    multiple: true,
    multipleNonGreedy: true,
    helpValue: 'PATH',
  }),
};
