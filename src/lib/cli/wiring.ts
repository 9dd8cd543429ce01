import {AwsAccess} from '../aws/access/access.js';
import type {RoleToAssume} from '../aws/assumed-role.js';
import {AwsClients} from '../aws/clients.js';
import {clockFrom} from '../aws/clock.js';
import {CloudFormationStacks} from '../aws/cloudformation/stacks.js';
import {CloudWatchConcurrencyMetrics} from '../aws/cloudwatch/concurrency-metrics.js';
import {CloudWatchLogs} from '../aws/cloudwatch/logs.js';
import {CloudWatchMetrics} from '../aws/cloudwatch/metrics.js';
import {CloudWatchRecordStore} from '../aws/cloudwatch/record-store.js';
import {CloudWatchSignals} from '../aws/cloudwatch/signals.js';
import {CloudWatchTrafficHistory} from '../aws/cloudwatch/traffic-history.js';
import {SdkCredentials} from '../aws/credentials.js';
import {EcrImages} from '../aws/ecr/images.js';
import {EventBridgeBus} from '../aws/events/event-bus.js';
import {HttpWebhook} from '../aws/http/webhook.js';
import {IamRoles} from '../aws/iam/roles.js';
import {StsIdentity} from '../aws/identity.js';
import {LambdaAliases} from '../aws/lambda/aliases.js';
import {LambdaAsyncSettings} from '../aws/lambda/async-settings.js';
import {LambdaConcurrency} from '../aws/lambda/concurrency.js';
import {LambdaCopies} from '../aws/lambda/copies.js';
import {LambdaFunctions} from '../aws/lambda/functions.js';
import {LambdaInvoke} from '../aws/lambda/invoke.js';
import {LambdaKeptPolicies} from '../aws/lambda/kept-policies.js';
import {LambdaLayers} from '../aws/lambda/layers.js';
import {LambdaPreviews} from '../aws/lambda/previews.js';
import {LambdaProvisioned} from '../aws/lambda/provisioned.js';
import {LambdaTags} from '../aws/lambda/tags.js';
import {LambdaTriggers} from '../aws/lambda/triggers.js';
import {LambdaVersions} from '../aws/lambda/versions.js';
import {SsmParameters} from '../aws/parameters.js';
import {RequestPacer} from '../aws/request-pacer.js';
import {S3Artifacts} from '../aws/s3/artifacts.js';
import {SchedulerLeases} from '../aws/scheduler/leases.js';
import {SignerSigning} from '../aws/signer/signing.js';
import {StepFunctionsEngine} from '../aws/stepfunctions/engine.js';
import {StepFunctionsExecutions} from '../aws/stepfunctions/executions.js';
import {ApiGatewayApis} from '../aws/triggers/apis.js';
import {LambdaMappings} from '../aws/triggers/mappings.js';
import {LambdaPolicies} from '../aws/triggers/policies.js';
import {EventBridgeRules} from '../aws/triggers/rules.js';
import {XRayTraces} from '../aws/xray/traces.js';
import type {Ports} from '../service/ports.js';
import {LocalCommands} from './local-commands.js';

/** Which AWS is spoken to; what is left out, the AWS SDK finds by itself. */
export interface AwsPlace {
  readonly region?: string | undefined;
  readonly profile?: string | undefined;
  /** What everything is done with; assumed with the credentials that are found otherwise. */
  readonly assumedRole?: RoleToAssume | undefined;
}

/**
 * The composition root: the real adapters behind the ports, and the clock. Nothing is called and no SDK module is loaded
 * before a port is used. Throws when LAMBDA_RELEASE_CLOCK is set without a sandbox.
 */
export function createWiring(place: AwsPlace, environment: {readonly [name: string]: string | undefined}): Ports {
  const {region, profile, assumedRole: role} = place;
  const clock = clockFrom(environment);
  const options = {...(region !== undefined && {region}), ...(profile !== undefined && {profile}), ...(role && {role})};
  const clients = new AwsClients(options);
  const pace = new RequestPacer(clock);
  const paced = new AwsClients({...options, pacer: pace});
  const identity = new StsIdentity(clients);
  return {
    clock,
    functions: new LambdaFunctions(clients, paced),
    aliases: new LambdaAliases(clients),
    concurrency: new LambdaConcurrency(clients, paced),
    images: new EcrImages(clients),
    layers: new LambdaLayers(clients, paced),
    concurrencyMetrics: new CloudWatchConcurrencyMetrics(clients, clock),
    provisioned: new LambdaProvisioned(clients),
    tags: new LambdaTags(clients),
    policies: new LambdaKeptPolicies(clients),
    leases: new SchedulerLeases(clients),
    engine: new StepFunctionsEngine(clients),
    roles: new IamRoles(clients),
    stacks: new CloudFormationStacks(clients),
    executions: new StepFunctionsExecutions(clients),
    asyncSettings: new LambdaAsyncSettings(clients),
    parameters: new SsmParameters(clients),
    metrics: new CloudWatchMetrics(clients, clock),
    signals: new CloudWatchSignals(clients, clock),
    artifacts: new S3Artifacts(clients, identity, contentOf),
    signing: new SignerSigning(clients),
    identity,
    invoke: new LambdaInvoke(clients),
    copies: new LambdaCopies(clients),
    commands: new LocalCommands(),
    logs: new CloudWatchLogs(clients),
    traces: new XRayTraces(clients),
    eventBus: new EventBridgeBus(clients),
    webhook: new HttpWebhook(environment),
    recordStore: new CloudWatchRecordStore(clients),
    triggers: new LambdaTriggers(clients),
    callers: {
      apis: new ApiGatewayApis(clients),
      mappings: new LambdaMappings(clients),
      policies: new LambdaPolicies(clients),
      rules: new EventBridgeRules(clients),
    },
    trafficHistory: new CloudWatchTrafficHistory(clients, clock),
    credentials: new SdkCredentials(clients),
    paced: {
      functions: new LambdaFunctions(paced, paced),
      aliases: new LambdaAliases(paced),
      policies: new LambdaKeptPolicies(paced),
      concurrency: new LambdaConcurrency(paced, paced),
      provisioned: new LambdaProvisioned(paced),
      versions: new LambdaVersions(paced),
      previews: new LambdaPreviews(paced),
      triggers: new LambdaTriggers(paced),
      access: new AwsAccess(paced),
      pace,
    },
  };
}

/** Loaded where an object of S3 has to be read, which is hardly ever. */
async function contentOf(zip: Buffer): Promise<string | undefined> {
  const {contentDigestIfZip} = await import('../package/zip/zip-content-digest.js');
  return contentDigestIfZip(zip);
}
