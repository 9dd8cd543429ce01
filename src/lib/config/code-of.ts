import {UsageError} from '../errors.js';
import type {FunctionSettings} from './release-file.js';

/** Settings that say how a package is made, or that Lambda takes of zip packages only (LDG "Create a Lambda function using a container image"). */
const OF_PACKAGES = [
  'handler',
  'runtime',
  'layers',
  'layer',
  'production',
  'keepLinks',
  'allowSecrets',
  'signing',
] as const;

type Settings = {readonly [setting: string]: unknown};

/** A setting that does not go with where the code of its function comes from. */
export interface CodeProblem {
  readonly setting: string;
  readonly message: string;
}

/** What of a function's settings contradicts its source or its image; the settings as the release file writes them. */
export function codeProblems(settings: Settings): readonly CodeProblem[] {
  const {source, image} = settings;
  if (source === undefined && image === undefined) return [{setting: 'source', message: 'Missing.'}];
  if (image === undefined) {
    if (settings.imageConfig === undefined) return [];
    return [{setting: 'imageConfig', message: 'Goes with image only: a zip package has a handler.'}];
  }
  if (source !== undefined) return [{setting: 'image', message: 'Write either source or image.'}];
  return OF_PACKAGES.filter((setting) => settings[setting] !== undefined).map((setting) => ({
    setting,
    message: packageOnly(setting),
  }));
}

function packageOnly(setting: (typeof OF_PACKAGES)[number]): string {
  switch (setting) {
    case 'handler':
      return 'Goes with source only: an image names its handler in CMD, and imageConfig: {command: [HANDLER]} goes before that.';
    case 'runtime':
      return 'Goes with source only: an image brings its runtime.';
    case 'signing':
      return 'Goes with source only: Lambda checks signatures of zip packages, and not of images.';
    case 'layer':
    case 'layers':
      return 'Goes with source only: Lambda gives images no layers, what is in them belongs into the image.';
    default:
      return 'Goes with source only: of an image nothing is packaged here.';
  }
}

/** The folder or archive with the code of a function. Throws UsageError for one that is released as an image: of that nothing is packaged. */
export function sourceOf(name: string, {source, image}: Pick<FunctionSettings, 'source' | 'image'>): string {
  if (source !== undefined) return source;
  throw new UsageError(`${name} is released as the image ${image}: there is nothing to package.`, {
    code: 'IMAGE_NOT_PACKAGED',
    suggestions: [
      'Name the functions that have a source.',
      `Release the image as it was pushed: lambda-release deploy ${name}`,
    ],
    details: {image},
  });
}
