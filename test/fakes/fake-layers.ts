import {createHash} from 'node:crypto';
import type {ZipSource} from '../../src/lib/ports/lambda/functions.js';
import type {
  LayerContent,
  LayerShares,
  LayersPort,
  LayerUser,
  LayerVersion,
} from '../../src/lib/ports/lambda/layers.js';
import {awsError} from './fake-functions.js';

/**
 * Layers in memory, as AWS keeps them: every publish makes a version, also of the same bytes; numbers are not reused; lists do not tell
 * the hash; a version has a policy of its own, guarded by its revision once there is one; what is deleted is gone for lists and reads. `before` runs ahead of the next call of a method, as another writer would.
 */
export class FakeLayers implements LayersPort {
  readonly calls: string[] = [];
  users: LayerUser[] = [];
  readonly #versions: LayerContent[] = [];
  readonly #before = new Map<keyof LayersPort, () => void>();
  /** By layer and version; each write of one has a revision of its own. */
  readonly #shares = new Map<string, string[]>();
  #highest = 0;

  before(method: keyof LayersPort, action: () => void): void {
    this.#before.set(method, action);
  }

  /** A version of some bytes, as another run or another tool publishes it. */
  add(layerName: string, content: string, description = ''): LayerContent {
    return this.#add(layerName, description, sha256(Buffer.from(content)), content.length);
  }

  async listLayers(): Promise<readonly LayerVersion[]> {
    this.#call('listLayers');
    const newest = new Map(this.#versions.map((version) => [version.layerName, version]));
    return [...newest.values()].map(listed);
  }

  async listVersions(layerName: string): Promise<readonly LayerVersion[]> {
    this.#call('listVersions', layerName);
    return this.#of(layerName).map(listed);
  }

  async getVersion(layerName: string, version: number): Promise<LayerContent | undefined> {
    this.#call('getVersion', `${layerName}:${version}`);
    return this.#of(layerName).find((each) => each.version === version);
  }

  async publish(input: Parameters<LayersPort['publish']>[0]): Promise<LayerContent> {
    this.#call('publish', input.layerName);
    const {layerName, description, code} = input;
    return this.#add(layerName, description, shaOf(code), code.kind === 'inline' ? code.zip.byteLength : 0);
  }

  async deleteVersion(layerName: string, version: number): Promise<void> {
    this.#call('deleteVersion', `${layerName}:${version}`);
    const at = this.#versions.findIndex((each) => each.layerName === layerName && each.version === version);
    if (at >= 0) this.#versions.splice(at, 1);
  }

  async getShares(layerName: string, version: number): Promise<LayerShares> {
    this.#call('getShares', `${layerName}:${version}`);
    const sharedWith = this.#shares.get(`${layerName}:${version}`);
    return sharedWith === undefined
      ? {sharedWith: []}
      : {sharedWith: [...sharedWith], revisionId: revisionOf(sharedWith)};
  }

  async share(layerName: string, version: number, share: Parameters<LayersPort['share']>[2]): Promise<void> {
    this.#call('share', `${layerName}:${version} ${share.named}`);
    const present = this.#shares.get(`${layerName}:${version}`) ?? [];
    if (present.includes(share.named)) throw awsError('RESOURCE_CONFLICT');
    if (share.revisionId !== undefined && share.revisionId !== revisionOf(present))
      throw awsError('PRECONDITION_FAILED');
    this.#shares.set(`${layerName}:${version}`, [...present, share.named]);
  }

  async listUsers(onProgress?: (seen: number) => void): Promise<readonly LayerUser[]> {
    this.#call('listUsers');
    onProgress?.(this.users.length);
    return this.users;
  }

  #of(layerName: string): LayerContent[] {
    return this.#versions.filter((version) => version.layerName === layerName).reverse();
  }

  #add(layerName: string, description: string, codeSha256: string, zippedBytes: number): LayerContent {
    this.#highest += 1;
    const version = this.#highest;
    const arn = `arn:aws:lambda:eu-west-1:123456789012:layer:${layerName}:${version}`;
    const added = {arn, layerName, version, description, createdAt: '2026-01-01', codeSha256, zippedBytes};
    this.#versions.push(added);
    return added;
  }

  #call(method: keyof LayersPort, subject = ''): void {
    const action = this.#before.get(method);
    this.#before.delete(method);
    action?.();
    this.calls.push(`${method} ${subject}`.trim());
  }
}

function revisionOf(sharedWith: readonly string[]): string {
  return `r${sharedWith.length}`;
}

function listed({codeSha256: _sha, zippedBytes: _bytes, ...version}: LayerContent): LayerVersion {
  return version;
}

function shaOf(code: ZipSource): string {
  return code.kind === 'inline' ? sha256(code.zip) : code.key;
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64');
}
