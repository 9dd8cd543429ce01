import type {ArtifactsPort} from '../../ports/artifacts.js';
import type {LayersPort} from '../../ports/lambda/layers.js';
import type {SigningPort} from '../../ports/signing.js';
import type {UpdateWaitDeps} from './update-wait.js';

/** What publishing needs of the world. */
export interface PublishDeps extends UpdateWaitDeps {
  readonly artifacts: ArtifactsPort;
  readonly layers: LayersPort;
  readonly signing: SigningPort;
}
