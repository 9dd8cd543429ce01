import {MINUTE_MS} from '../../model/duration.js';
import type {AccessTarget} from '../../ports/access.js';
import type {AwsClients} from '../clients.js';
import {requestOptions} from '../error/call-aws.js';
import {LEASE_GROUP} from '../scheduler/schedule.js';

type Trial = (clients: AwsClients, target: AccessTarget, signal?: AbortSignal) => Promise<unknown>;

/** A zip's end-of-directory record and nothing else: what AWS would refuse, were it ever asked to take it. */
const EMPTY_ZIP = Buffer.concat([Buffer.from('PK\x05\x06', 'latin1'), Buffer.alloc(18)]);

/** The harmless call for an action; actions that have none are not here. Each changes nothing, whatever comes back. */
export const ACCESS_TRIALS: Readonly<Record<string, Trial>> = {
  'lambda:GetFunction': async (clients, {ref}, signal) => {
    const {client, sdk} = await clients.lambda();
    await client.send(new sdk.GetFunctionCommand({FunctionName: ref?.functionName}), requestOptions(signal));
    // A policy that names only the bare function denies versions and aliases, and the other way round.
    const qualified = new sdk.GetFunctionCommand({FunctionName: ref?.functionName, Qualifier: ref?.alias});
    return client.send(qualified, requestOptions(signal));
  },
  'lambda:GetAlias': async (clients, {ref}, signal) => {
    const {client, sdk} = await clients.lambda();
    const command = new sdk.GetAliasCommand({FunctionName: ref?.functionName, Name: ref?.alias});
    return client.send(command, requestOptions(signal));
  },
  'lambda:ListAliases': async (clients, {ref}, signal) => {
    const {client, sdk} = await clients.lambda();
    return client.send(
      new sdk.ListAliasesCommand({FunctionName: ref?.functionName, MaxItems: 1}),
      requestOptions(signal),
    );
  },
  'lambda:ListVersionsByFunction': async (clients, {ref}, signal) => {
    const {client, sdk} = await clients.lambda();
    const command = new sdk.ListVersionsByFunctionCommand({FunctionName: ref?.functionName, MaxItems: 1});
    return client.send(command, requestOptions(signal));
  },
  'lambda:GetFunctionConcurrency': async (clients, {ref}, signal) => {
    const {client, sdk} = await clients.lambda();
    const command = new sdk.GetFunctionConcurrencyCommand({FunctionName: ref?.functionName});
    return client.send(command, requestOptions(signal));
  },
  'lambda:GetProvisionedConcurrencyConfig': async (clients, {ref}, signal) => {
    const {client, sdk} = await clients.lambda();
    const input = {FunctionName: ref?.functionName, Qualifier: ref?.alias};
    return client.send(new sdk.GetProvisionedConcurrencyConfigCommand(input), requestOptions(signal));
  },
  'lambda:ListProvisionedConcurrencyConfigs': async (clients, {ref}, signal) => {
    const {client, sdk} = await clients.lambda();
    const input = {FunctionName: ref?.functionName, MaxItems: 1};
    return client.send(new sdk.ListProvisionedConcurrencyConfigsCommand(input), requestOptions(signal));
  },
  'lambda:GetAccountSettings': async (clients, _target, signal) => {
    const {client, sdk} = await clients.lambda();
    return client.send(new sdk.GetAccountSettingsCommand({}), requestOptions(signal));
  },
  'lambda:ListTags': async (clients, {resource}, signal) => {
    const {client, sdk} = await clients.lambda();
    return client.send(new sdk.ListTagsCommand({Resource: resource}), requestOptions(signal));
  },
  'lambda:GetFunctionEventInvokeConfig': async (clients, {ref}, signal) => {
    const {client, sdk} = await clients.lambda();
    const input = {FunctionName: ref?.functionName, Qualifier: ref?.alias};
    return client.send(new sdk.GetFunctionEventInvokeConfigCommand(input), requestOptions(signal));
  },
  'lambda:ListEventSourceMappings': async (clients, _target, signal) => {
    const {client, sdk} = await clients.lambda();
    return client.send(new sdk.ListEventSourceMappingsCommand({MaxItems: 1}), requestOptions(signal));
  },
  'lambda:GetFunctionUrlConfig': async (clients, {ref}, signal) => {
    const {client, sdk} = await clients.lambda();
    const command = new sdk.GetFunctionUrlConfigCommand({FunctionName: ref?.functionName});
    return client.send(command, requestOptions(signal));
  },
  'lambda:GetPolicy': async (clients, {ref}, signal) => {
    const {client, sdk} = await clients.lambda();
    return client.send(new sdk.GetPolicyCommand({FunctionName: ref?.functionName}), requestOptions(signal));
  },
  'lambda:GetFunctionCodeSigningConfig': async (clients, {ref}, signal) => {
    const {client, sdk} = await clients.lambda();
    const command = new sdk.GetFunctionCodeSigningConfigCommand({FunctionName: ref?.functionName});
    return client.send(command, requestOptions(signal));
  },
  'lambda:UpdateFunctionCode': async (clients, {ref}, signal) => {
    const {client, sdk} = await clients.lambda();
    const input = {FunctionName: ref?.functionName, ZipFile: EMPTY_ZIP, DryRun: true};
    return client.send(new sdk.UpdateFunctionCodeCommand(input), requestOptions(signal));
  },
  'lambda:InvokeFunction': async (clients, {ref}, signal) => {
    const {client, sdk} = await clients.lambda();
    const input = {FunctionName: ref?.functionName, Qualifier: ref?.alias, InvocationType: 'DryRun'} as const;
    return client.send(new sdk.InvokeCommand(input), requestOptions(signal));
  },
  'scheduler:GetSchedule': async (clients, _target, signal) => {
    const {client, sdk} = await clients.scheduler();
    const command = new sdk.GetScheduleCommand({GroupName: LEASE_GROUP, Name: 'trial'});
    return client.send(command, requestOptions(signal));
  },
  'cloudwatch:GetMetricData': async (clients, _target, signal) => {
    const {client, sdk} = await clients.cloudWatch();
    const now = Date.now();
    const metric = {Namespace: 'AWS/Lambda', MetricName: 'ConcurrentExecutions'};
    const command = new sdk.GetMetricDataCommand({
      MetricDataQueries: [{Id: 'trial', MetricStat: {Metric: metric, Period: 60, Stat: 'Maximum'}}],
      StartTime: new Date(now - MINUTE_MS),
      EndTime: new Date(now),
    });
    return client.send(command, requestOptions(signal));
  },
  'cloudwatch:DescribeAlarms': async (clients, _target, signal) => {
    const {client, sdk} = await clients.cloudWatch();
    return client.send(new sdk.DescribeAlarmsCommand({MaxRecords: 1}), requestOptions(signal));
  },
  'logs:FilterLogEvents': async (clients, {logGroup}, signal) => {
    const {client, sdk} = await clients.logs();
    const now = Date.now();
    const input = {logGroupName: logGroup, startTime: now - MINUTE_MS, endTime: now, limit: 1};
    return client.send(new sdk.FilterLogEventsCommand(input), requestOptions(signal));
  },
  'ecr:BatchGetImage': async (clients, {resource = ''}, signal) => {
    const {client, sdk} = await clients.ecr();
    const [, registryId, repositoryName] = /:(\d{12}):repository\/(.+)$/.exec(resource) ?? [];
    // An image that is not there is no error of this call.
    const command = new sdk.BatchGetImageCommand({registryId, repositoryName, imageIds: [{imageTag: 'trial'}]});
    return client.send(command, requestOptions(signal));
  },
  'signer:GetSigningProfile': async (clients, {resource = ''}, signal) => {
    const {client, sdk} = await clients.signer();
    const profileName = resource.slice(resource.lastIndexOf('/') + 1);
    return client.send(new sdk.GetSigningProfileCommand({profileName}), requestOptions(signal));
  },
  's3:GetBucketVersioning': async (clients, {bucket}, signal) => {
    const {client, sdk} = await clients.s3();
    return client.send(new sdk.GetBucketVersioningCommand({Bucket: bucket}), requestOptions(signal));
  },
  's3:ListBucket': async (clients, {bucket}, signal) => {
    const {client, sdk} = await clients.s3();
    return client.send(new sdk.HeadBucketCommand({Bucket: bucket}), requestOptions(signal));
  },
  's3:GetBucketOwnershipControls': async (clients, {bucket}, signal) => {
    const {client, sdk} = await clients.s3();
    return client.send(new sdk.GetBucketOwnershipControlsCommand({Bucket: bucket}), requestOptions(signal));
  },
  's3:GetBucketPublicAccessBlock': async (clients, {bucket}, signal) => {
    const {client, sdk} = await clients.s3();
    return client.send(new sdk.GetPublicAccessBlockCommand({Bucket: bucket}), requestOptions(signal));
  },
  's3:GetEncryptionConfiguration': async (clients, {bucket}, signal) => {
    const {client, sdk} = await clients.s3();
    return client.send(new sdk.GetBucketEncryptionCommand({Bucket: bucket}), requestOptions(signal));
  },
  's3:GetBucketPolicy': async (clients, {bucket}, signal) => {
    const {client, sdk} = await clients.s3();
    return client.send(new sdk.GetBucketPolicyCommand({Bucket: bucket}), requestOptions(signal));
  },
  's3:GetLifecycleConfiguration': async (clients, {bucket}, signal) => {
    const {client, sdk} = await clients.s3();
    return client.send(new sdk.GetBucketLifecycleConfigurationCommand({Bucket: bucket}), requestOptions(signal));
  },
};
