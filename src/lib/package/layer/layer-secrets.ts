import type {Inspection} from '../inspect-content.mjs';
import {type SecretInPackage, secretsIn} from '../secrets.js';
import type {SourceFile} from '../source-file.js';

/**
 * Files of a layer that look as if they held credentials, named as in the deployment package without the layer:
 * `node_modules/a/b.js`. What a registry has delivered is judged as it is there, which for a layer of pip's is all of it.
 */
export function layerSecrets(
  files: readonly SourceFile[],
  inspections: ReadonlyMap<number, Inspection>,
): readonly SecretInPackage[] {
  const installed = files.map((file) => ({
    ...file,
    zipPath: file.zipPath.replace(/^python\//, 'python/site-packages/'),
  }));
  return secretsIn(installed, inspections).map((secret) => ({
    ...secret,
    path: secret.path.replace(/^python\/site-packages\//, 'python/').replace(/^nodejs\//, ''),
  }));
}
