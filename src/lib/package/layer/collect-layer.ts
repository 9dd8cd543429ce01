import {UsageError} from '../../errors.js';
import type {CollectedLayer, LayerSource} from './collected-layer.js';
import {collectLaidOutLayer} from './laid-out/layer.js';
import {layoutOf} from './laid-out/layout.js';
import {noProject} from './layer-error.js';
import {findNodeProject} from './lock/locked-project.js';
import {collectNpmLayer} from './npm-layer.js';
import {collectPythonLayer} from './python/layer.js';
import {findPythonProject} from './python/project.js';

/**
 * Finds what a layer is made of: of a project of npm, pnpm or yarn, or of pip, uv, poetry or pipenv, as the runtime says, or as there is one of them; of Java and Ruby a folder that is laid out. Throws UsageError when there
 * is none, or both and the runtime is not known.
 */
export function collectLayer(source: LayerSource): CollectedLayer {
  const {sourceDir, runtime} = source;
  const layout = layoutOf(runtime);
  if (layout) return collectLaidOutLayer(layout, source);
  const isPython = runtime?.startsWith('python') ?? false;
  const isNode = runtime?.startsWith('nodejs') ?? false;
  if (runtime !== undefined && !isPython && !isNode) {
    throw noProject(sourceDir, [
      `Layers are made for Node.js, Python, Java and Ruby, and not for ${runtime}: build a layer and name its ARN in "layers".`,
    ]);
  }
  const npm = isPython ? undefined : findNodeProject(sourceDir);
  const python = isNode ? undefined : findPythonProject(sourceDir, source);
  if (npm && python) {
    throw new UsageError(`${sourceDir} has dependencies of both Node.js and Python.`, {
      code: 'LAYER_PROJECT_AMBIGUOUS',
      suggestions: [
        'Say which it is with the runtime: --runtime nodejs22.x or --runtime python3.13',
        'Or write it into the release file: runtime: nodejs22.x',
      ],
      details: {source: sourceDir},
    });
  }
  if (npm) return collectNpmLayer(npm, source);
  if (python) return collectPythonLayer(python, source);
  throw noProject(sourceDir, [
    'For Node.js, a package.json and its package-lock.json, pnpm-lock.yaml or yarn.lock must be in the folder or above it.',
    'For Python, a requirements.txt, uv.lock, poetry.lock or Pipfile.lock must be, with what it asks for installed: pip install -r requirements.txt -t python',
    'For Java and Ruby, the runtime must be known: --runtime java21, or runtime: java21 in the release file.',
  ]);
}
