import {existsSync} from 'node:fs';
import path from 'node:path';
import {closestName} from '../../config/closest-name.js';
import {sourceOf} from '../../config/code-of.js';
import {keysOf, nameOnAws} from '../../config/function-names.js';
import type {ReleaseFile} from '../../config/release-file.js';
import {UsageError} from '../../errors.js';
import {defaultLayerName, type LayerSetting} from '../../model/layer/setting.js';

/** What a layer is made of. */
export interface LayerTarget {
  /** The function, or the folder's name. */
  readonly name: string;
  readonly source: string;
  readonly setting: LayerSetting & {readonly name: string};
  readonly runtime?: string | undefined;
  readonly architecture?: string | undefined;
  /** Paths of packages that may look like credentials. */
  readonly allowSecrets: readonly string[];
}

/** What a person says of the layer; it goes before the release file. */
export interface LayerOptions {
  readonly name?: string | undefined;
  readonly include?: readonly string[] | undefined;
  readonly runtime?: string | undefined;
  readonly architecture?: string | undefined;
  readonly 'allow-secret'?: readonly string[] | undefined;
}

/**
 * What `layers publish` is about: a function of the release file with the layer it has there, or else a folder with a project. Throws
 * UsageError when it is neither, and for a name that AWS would not take.
 */
export function layerTarget(text: string, file: ReleaseFile | undefined, options: LayerOptions): LayerTarget {
  const onAws = nameOnAws(text, file?.functions);
  const settings = file?.functions.get(onAws);
  if (settings === undefined && !existsSync(text)) throw neither(text, file);
  const functionName = settings ? onAws : path.basename(path.resolve(text));
  const name = options.name ?? settings?.layer?.name ?? defaultLayerName(functionName);
  if (!/^[a-zA-Z0-9-_]{1,80}$/.test(name)) {
    throw new UsageError(`"${name}" is not a layer name: it has letters, digits, - and _, at most 80.`, {
      code: 'LAYER_NAME_INVALID',
      suggestions: ['Give it another one: --name dependencies'],
    });
  }
  return {
    name: functionName,
    source: settings ? sourceOf(functionName, settings) : text,
    setting: {...settings?.layer, ...(options.include && {include: options.include}), name},
    runtime: options.runtime ?? settings?.configuration.runtime,
    architecture: options.architecture ?? settings?.architecture,
    allowSecrets: [...(settings?.allowSecrets ?? []), ...(options['allow-secret'] ?? [])],
  };
}

function neither(text: string, file: ReleaseFile | undefined): UsageError {
  const meant = file && closestName(text, keysOf(file.functions));
  return new UsageError(`"${text}" is neither a function of the release file nor a folder.`, {
    code: 'SOURCE_MISSING',
    suggestions: [
      meant === undefined ? 'Name the folder that has the package.json or requirements.txt.' : `Did you mean ${meant}?`,
    ],
  });
}
