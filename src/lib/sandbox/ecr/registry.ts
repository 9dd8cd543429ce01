import {createHash} from 'node:crypto';
import {JsonServiceError} from '../json-service.js';
import type {Place} from '../place.js';

/** A manifest as it was pushed. */
export interface StoredManifest {
  readonly digest: string;
  readonly text: string;
  readonly mediaType: string;
  readonly pushedMs: number;
}

/** One repository: blobs and manifests by digest, and what its tags stand for now. */
export interface Repository {
  readonly name: string;
  readonly createdMs: number;
  readonly blobs: Map<string, Buffer>;
  readonly manifests: Map<string, StoredManifest>;
  readonly tags: Map<string, string>;
  /** Blobs under way, by the id of their upload. */
  readonly uploads: Map<string, Buffer[]>;
}

/** The repositories of one account in one Region. */
export class Registry {
  readonly place: Place;
  readonly #repositories = new Map<string, Repository>();

  constructor(place: Place) {
    this.place = place;
  }

  create(name: string, createdMs: number): Repository {
    if (this.#repositories.has(name)) {
      throw new JsonServiceError(
        'RepositoryAlreadyExistsException',
        `The repository with name '${name}' already exists in the registry with id '${this.place.accountId}'`,
      );
    }
    const empty = {blobs: new Map(), manifests: new Map(), tags: new Map(), uploads: new Map()};
    const repository = {name, createdMs, ...empty};
    this.#repositories.set(name, repository);
    return repository;
  }

  /** Throws RepositoryNotFoundException. */
  at(name: string): Repository {
    const found = this.#repositories.get(name);
    if (found) return found;
    throw new JsonServiceError(
      'RepositoryNotFoundException',
      `The repository with name '${name}' does not exist in the registry with id '${this.place.accountId}'`,
    );
  }

  find(name: string): Repository | undefined {
    return this.#repositories.get(name);
  }

  blob(digest: string): Buffer | undefined {
    for (const {blobs} of this.#repositories.values()) {
      const found = blobs.get(digest);
      if (found) return found;
    }
    return undefined;
  }
}

/** The registries of a sandbox: Lambda reads images of other accounts too, and here nobody is asked whether it may. */
export class Registries {
  readonly #registries = new Map<string, Registry>();

  at({accountId, region}: Place): Registry {
    const key = `${accountId} ${region}`;
    const registry = this.#registries.get(key) ?? new Registry({accountId, region});
    this.#registries.set(key, registry);
    return registry;
  }

  /** A blob of any repository; whoever knows its digest has been handed its address. */
  blob(digest: string): Buffer | undefined {
    for (const registry of this.#registries.values()) {
      const found = registry.blob(digest);
      if (found) return found;
    }
    return undefined;
  }
}

export function digestOf(content: Buffer | string): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}
