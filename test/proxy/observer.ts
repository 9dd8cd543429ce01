import {
  DeleteFunctionConcurrencyCommand,
  GetAliasCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
  PutFunctionConcurrencyCommand,
  UpdateAliasCommand,
} from '@aws-sdk/client-lambda';
import type {AliasRef} from '../../src/lib/model/function/ref.js';
import type {Sandbox} from '../../src/lib/sandbox/start.js';
import {readUpdateAlias} from './aws-command.js';

export interface SeenAlias {
  readonly version: string;
  readonly weights: Readonly<Record<string, number>>;
  readonly description: string;
}

/** Looks at aliases, and writes them, from outside: past the proxy, with a client of its own. */
export class Observer {
  readonly lambda: LambdaClient;

  constructor({endpoint, region}: Sandbox) {
    const credentials = {accessKeyId: 'observer', secretAccessKey: 'observer'};
    this.lambda = new LambdaClient({endpoint, region, credentials});
  }

  /** The alias as it is now; nothing when there is none. */
  async see({functionName: FunctionName, alias: Name}: AliasRef): Promise<SeenAlias | undefined> {
    try {
      const seen = await this.lambda.send(new GetAliasCommand({FunctionName, Name}));
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

  /** Those of the versions with traffic that AWS would not invoke. */
  async notActive({functionName: FunctionName}: AliasRef, seen: SeenAlias | undefined): Promise<readonly string[]> {
    const versions = seen ? [seen.version, ...Object.keys(seen.weights)] : [];
    const states = await Promise.all(
      versions.map(async (Qualifier) => {
        const {State} = await this.lambda.send(new GetFunctionConfigurationCommand({FunctionName, Qualifier}));
        return {Qualifier, State};
      }),
    );
    return states.filter(({State}) => State !== 'Active').map(({Qualifier, State}) => `${Qualifier} is ${State}`);
  }

  async write({functionName, alias}: AliasRef, {version, weights, description}: SeenAlias): Promise<void> {
    await this.lambda.send(
      new UpdateAliasCommand({
        FunctionName: functionName,
        Name: alias,
        FunctionVersion: version,
        Description: description,
        RoutingConfig: {AdditionalVersionWeights: {...weights}},
      }),
    );
  }

  /**
   * Writes the alias once more as it is. Whatever somebody has sent under an earlier revision and given up waiting for, AWS
   * refuses from here on.
   */
  async settle(ref: AliasRef): Promise<void> {
    const seen = await this.see(ref);
    if (seen) await this.write(ref, seen);
  }

  /** What a function reserves; nothing when it is nothing. */
  async reserved(FunctionName: string): Promise<number | undefined> {
    return (await this.lambda.send(new GetFunctionConcurrencyCommand({FunctionName}))).ReservedConcurrentExecutions;
  }

  async reserve(FunctionName: string, reserved: number | undefined): Promise<void> {
    if (reserved === undefined) await this.lambda.send(new DeleteFunctionConcurrencyCommand({FunctionName}));
    else {
      const ReservedConcurrentExecutions = reserved;
      await this.lambda.send(new PutFunctionConcurrencyCommand({FunctionName, ReservedConcurrentExecutions}));
    }
  }

  /** Carries out AWS's own command as the tool prints it. */
  async runAwsCommand(command: string): Promise<void> {
    const {functionName, alias, stable, candidate, description} = readUpdateAlias(command);
    const weights = candidate ? {[candidate.version]: candidate.weightPercent / 100} : {};
    await this.write({functionName, alias}, {version: stable, weights, description});
  }

  close(): void {
    this.lambda.destroy();
  }
}
