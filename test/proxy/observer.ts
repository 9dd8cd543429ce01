import {GetAliasCommand, LambdaClient, UpdateAliasCommand} from '@aws-sdk/client-lambda';
import type {Sandbox} from '../../src/lib/sandbox/start.js';

export interface SeenAlias {
  readonly version: string;
  readonly weights: Readonly<Record<string, number>>;
  readonly description: string;
}

/** Looks at aliases, and writes them, from outside: past the proxy, with a client of its own. */
export class Observer {
  readonly lambda: LambdaClient;
  readonly #functionName: string;

  constructor({endpoint, region}: Sandbox, functionName: string) {
    const credentials = {accessKeyId: 'observer', secretAccessKey: 'observer'};
    this.lambda = new LambdaClient({endpoint, region, credentials});
    this.#functionName = functionName;
  }

  /** The alias as it is now; nothing when there is none. */
  async see(Name: string): Promise<SeenAlias | undefined> {
    try {
      const seen = await this.lambda.send(new GetAliasCommand({FunctionName: this.#functionName, Name}));
      return {
        version: seen.FunctionVersion ?? '',
        weights: seen.RoutingConfig?.AdditionalVersionWeights ?? {},
        description: seen.Description ?? '',
      };
    } catch (error) {
      if (error instanceof Error && error.name === 'ResourceNotFoundException') return undefined;
      throw error;
    }
  }

  async write(Name: string, {version, weights, description}: SeenAlias): Promise<void> {
    await this.lambda.send(
      new UpdateAliasCommand({
        FunctionName: this.#functionName,
        Name,
        FunctionVersion: version,
        Description: description,
        RoutingConfig: {AdditionalVersionWeights: {...weights}},
      }),
    );
  }

  /** Carries out AWS's own command as the tool prints it. */
  async runAwsCommand(command: string): Promise<void> {
    const flag = (name: string) => new RegExp(`--${name} (?:'((?:[^']|'\\\\'')*)'|(\\S+))`).exec(command);
    const value = (name: string) => (flag(name)?.[1]?.replaceAll("'\\''", "'") ?? flag(name)?.[2]) as string;
    await this.lambda.send(
      new UpdateAliasCommand({
        FunctionName: value('function-name'),
        Name: value('name'),
        FunctionVersion: value('function-version'),
        RoutingConfig: JSON.parse(value('routing-config')),
        Description: value('description'),
      }),
    );
  }

  close(): void {
    this.lambda.destroy();
  }
}
