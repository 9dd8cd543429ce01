import {Registries} from './ecr/registry.js';
import {type Place, partitionOf} from './place.js';
import {createS3, type S3Service} from './s3/s3-service.js';
import {createWorld, type World, type WorldOptions} from './world.js';

/** The worlds of a sandbox, one for each account and Region that somebody has spoken to. */
export class Worlds {
  readonly #options: WorldOptions;
  readonly #worlds = new Map<string, World>();
  readonly #s3 = new Map<string, S3Service>();
  /** The registries of all accounts and Regions. */
  readonly registries = new Registries();

  constructor(options: WorldOptions) {
    this.#options = options;
  }

  /** The world of this account and Region, made when it is first asked for. */
  at(place: Place): World {
    const key = `${place.accountId} ${place.region}`;
    const world =
      this.#worlds.get(key) ?? createWorld(place, this.#options, {s3: this.#s3Of(place), registries: this.registries});
    this.#worlds.set(key, world);
    return world;
  }

  /** Those made so far, in the order in which they were. */
  all(): readonly World[] {
    return [...this.#worlds.values()];
  }

  async close(): Promise<void> {
    await Promise.all(this.all().map((world) => world.close()));
  }

  #s3Of({region}: Place): S3Service {
    const partition = partitionOf(region);
    const s3 = this.#s3.get(partition) ?? createS3(this.#options.clock);
    this.#s3.set(partition, s3);
    return s3;
  }
}
