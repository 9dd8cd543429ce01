import {buildLayer, type LayerRequest} from '../../../../../src/lib/package/layer/build-layer.js';
import {EventRecorder} from '../../../../fakes/event-recorder.js';
import {type Tree, tempFolder, writeTree} from '../../../temp-folder.js';
import {distribution} from '../a-distribution.js';

/** Name and version of what is installed. */
export type Installed = Readonly<Record<string, string>>;

/** A project with what a tool has installed for it in python/. */
export function aLockedProject(files: Tree, installed: Installed, folder = 'python'): string {
  const trees = Object.entries(installed).map(([name, version]) => distribution(folder, name, version));
  return writeTree(tempFolder(), Object.assign({'app.py': 'import requests\n'}, ...trees, files));
}

/** `name@version` of what is in the layer of a project. */
export async function packagesOf(sourceDir: string, request: Partial<LayerRequest> = {}): Promise<readonly string[]> {
  const options = {functionName: 'etl', setting: {}, runtime: 'python3.13', architecture: 'x86_64'};
  const layer = await buildLayer({sourceDir, ...options, sink: new EventRecorder(), ...request});
  return layer.packages.map(({name, version}) => `${name}@${version}`);
}
