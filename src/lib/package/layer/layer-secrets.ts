import path from 'node:path';
import type {Inspection} from '../inspect/inspect-content.js';
import {isInstalledPath, type SecretInPackage, secretsIn} from '../inspect/secrets.js';
import type {SourceFile} from '../source/source-file.js';

/**
 * Files of a layer that look as if they held credentials, named as in the deployment package without the layer:
 * `node_modules/a/b.js`. A registry has delivered all that pip installed, and of npm's what does not come from a workspace.
 */
export function layerSecrets(
  files: readonly SourceFile[],
  inspections: ReadonlyMap<number, Inspection>,
): readonly SecretInPackage[] {
  return secretsIn(files, inspections, isFromRegistry).map((secret) => ({
    ...secret,
    path: secret.path.replace(/^nodejs\//, ''),
  }));
}

/** In the layer a workspace's package has a path like any other; where it is taken from tells. */
function isFromRegistry({zipPath, absolutePath}: SourceFile): boolean {
  return zipPath.startsWith('python/') || isInstalledPath(absolutePath.replaceAll(path.sep, '/'));
}
