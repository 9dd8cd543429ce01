import {mkdirSync, symlinkSync} from 'node:fs';
import path from 'node:path';
import type {LayerSetting} from '../../../../src/lib/model/layer/setting.js';
import {buildLayer} from '../../../../src/lib/package/layer/build-layer.js';
import {EventRecorder} from '../../../fakes/event-recorder.js';
import {type Tree, tempFolder, writeTree} from '../../temp-folder.js';
import {readZip} from '../../zip/read-zip.js';

/** Writes a tree into a folder of its own, then links, by where they are and relative to that. */
export function linkedTree(tree: Tree, links: Readonly<Record<string, string>> = {}): string {
  const root = writeTree(tempFolder(), tree);
  for (const [at, target] of Object.entries(links)) {
    mkdirSync(path.dirname(path.join(root, at)), {recursive: true});
    symlinkSync(target, path.join(root, at));
  }
  return root;
}

/** A package's manifest and module in a folder; `more` goes into the manifest. */
export function aPackage(folder: string, name: string, version: string, more: object = {}): Tree {
  return {
    [`${folder}/package.json`]: JSON.stringify({name, version, main: 'index.js', ...more}),
    [`${folder}/index.js`]: `module.exports = '${name}@${version}';\n`,
  };
}

/** The layer of a folder on x86_64. */
export function layerOf(sourceDir: string, setting: LayerSetting = {}) {
  const request = {sourceDir, functionName: 'checkout', runtime: 'nodejs22.x', architecture: 'x86_64'};
  return buildLayer({...request, setting, sink: new EventRecorder()});
}

/** Each package of a layer, by where it is, with its version. */
export function placesIn(zip: Uint8Array): Readonly<Record<string, string>> {
  return Object.fromEntries(
    readZip(zip).flatMap(({name, content}) => {
      const at = /^nodejs\/node_modules\/(.+)\/package\.json$/.exec(name)?.[1];
      return at === undefined ? [] : [[at, String(JSON.parse(Buffer.from(content).toString()).version)]];
    }),
  );
}
