import type {AliasesPort} from '../ports/aliases.js';
import type {ArtifactsPort} from '../ports/artifacts.js';
import type {Clock} from '../ports/clock.js';
import type {ConcurrencyPort} from '../ports/concurrency.js';
import type {FunctionsPort} from '../ports/functions.js';
import type {IdentityPort} from '../ports/identity.js';
import type {MetricsPort} from '../ports/metrics.js';
import {LambdaAliases} from './aliases.js';
import {S3Artifacts} from './artifacts.js';
import {AwsClients, type ClientOptions} from './clients.js';
import {LambdaConcurrency} from './concurrency.js';
import {LambdaFunctions} from './functions.js';
import {StsIdentity} from './identity.js';
import {CloudWatchMetrics} from './metrics.js';

export interface AwsPorts {
  readonly functions: FunctionsPort;
  readonly aliases: AliasesPort;
  readonly concurrency: ConcurrencyPort;
  readonly metrics: MetricsPort;
  readonly artifacts: ArtifactsPort;
  readonly identity: IdentityPort;
}

/** Every port on AWS, over one set of clients. Costs nothing: a service's SDK is loaded at its first call. */
export function connectAws(options: ClientOptions, clock: Clock): AwsPorts {
  const clients = new AwsClients(options);
  const identity = new StsIdentity(clients);
  return {
    functions: new LambdaFunctions(clients),
    aliases: new LambdaAliases(clients),
    concurrency: new LambdaConcurrency(clients, clock),
    metrics: new CloudWatchMetrics(clients, clock),
    artifacts: new S3Artifacts(clients, identity),
    identity,
  };
}
