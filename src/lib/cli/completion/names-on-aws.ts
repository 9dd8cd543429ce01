import {AwsClients} from '../../aws/clients.js';
import {StsIdentity} from '../../aws/identity.js';
import {LambdaAliases} from '../../aws/lambda/aliases.js';
import {functionNames} from '../../aws/lambda/function-names.js';
import {LambdaFunctions} from '../../aws/lambda/functions.js';
import {parseVersionNote} from '../../model/versions/note.js';
import {assertAccount} from '../../service/environment/assert-account.js';
import type {Glanced} from '../../service/environment/glance-of.js';
import type {PlaceOptions} from '../../service/environment/place-of.js';
import {settlePlace} from '../environment/settle-place.js';
import {cachedNames, cacheFolder} from './name-cache.js';
import type {Candidate} from './wanted.js';

interface Environment {
  readonly [name: string]: string | undefined;
}

/** Nobody waits longer for a list. */
const WAIT_MS = 3_000;

/** Lists of AWS, where the words that were typed would act; of what nobody may read, or nobody answers, there are none. */
export class NamesOnAws {
  readonly #options: PlaceOptions;
  readonly #glanced: Glanced;
  readonly #environment: Environment;

  constructor(options: PlaceOptions, glanced: Glanced, environment: Environment) {
    this.#options = options;
    this.#glanced = glanced;
    this.#environment = environment;
  }

  functions(): Promise<readonly Candidate[]> {
    return this.#list('functions', async (clients, signal) =>
      (await functionNames(clients, signal)).map((value) => ({value})),
    );
  }

  aliases(functionName: string): Promise<readonly Candidate[]> {
    return this.#list(`aliases ${functionName}`, async (clients, signal) => {
      const aliases = await new LambdaAliases(clients).listAliases(functionName, signal);
      return aliases.map(({alias, stable}) => ({value: alias, description: `alias, version ${stable}`}));
    });
  }

  /** Newest first. */
  versions(functionName: string): Promise<readonly Candidate[]> {
    return this.#list(`versions ${functionName}`, async (clients, signal) => {
      const versions = await new LambdaFunctions(clients, clients).listVersions(functionName, signal);
      return versions
        .toReversed()
        .map(({version, description}) => ({value: version, description: parseVersionNote(description).message}));
    });
  }

  async #list(
    what: string,
    read: (
      clients: AwsClients,
      signal: AbortSignal,
    ) => Promise<readonly {readonly value: string; readonly description?: string}[]>,
  ): Promise<readonly Candidate[]> {
    try {
      const {place, aws} = await settlePlace(this.#options, this.#glanced, true);
      const {region, profile, assumedRole: role} = aws;
      const {AWS_PROFILE, AWS_REGION, AWS_ACCESS_KEY_ID, AWS_ENDPOINT_URL} = this.#environment;
      const shell = [AWS_PROFILE, AWS_REGION, AWS_ACCESS_KEY_ID, AWS_ENDPOINT_URL];
      const key = JSON.stringify([what, region, profile, role?.arn, place.environment?.account, ...shell]);
      const ask = async () => {
        const clients = new AwsClients({...(region && {region}), ...(profile && {profile}), ...(role && {role})});
        await assertAccount(place, new StsIdentity(clients));
        return read(clients, AbortSignal.timeout(WAIT_MS));
      };
      return await cachedNames(key, ask, {folder: cacheFolder(this.#environment), nowMs: Date.now()});
    } catch (error) {
      // Whoever completes a word is not told why there is nothing: the command itself will say it.
      if (!(error instanceof Error)) throw error;
      return [];
    }
  }
}
