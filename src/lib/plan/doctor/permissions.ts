import {parseLayerVersionArn} from '../../model/layer/arn.js';
import {ENGINE_MACHINE} from '../../model/rollout/execution.js';
import {referencesIn} from '../../model/value-reference.js';
import {eventBusArn} from './event-bus-arn.js';
import {optionalPermissions} from './optional-permissions.js';
import type {PermissionGroup} from './permission-group.js';
import type {FunctionScope, PermissionScope} from './permission-scope.js';
import {signingPermissions} from './signing-permissions.js';

/** An IAM policy document. */
export interface IamPolicy {
  readonly Version: '2012-10-17';
  readonly Statement: readonly {
    readonly Sid: string;
    readonly Effect: 'Allow';
    readonly Action: readonly string[];
    readonly Resource: readonly string[];
    readonly Condition?: {readonly StringEquals: Readonly<Record<string, string>>};
  }[];
}

/**
 * Every action that releasing these functions, and taking them back, needs, and on what; then what other commands need. Reads name the function with and
 * without a qualifier: AWS compares the resource with the ARN as it was asked for (LDG "Resources and conditions for
 * Lambda actions"); writes of aliases name the bare function.
 */
export function neededPermissions(scope: PermissionScope): readonly PermissionGroup[] {
  const {partition, region, accountId, functions, artifacts} = scope;
  const arn = (service: string, rest: string) => `arn:${partition}:${service}:${region}:${accountId}:${rest}`;
  const bare = functions.map(({functionName}) => arn('lambda', `function:${functionName}`));
  const qualified = bare.map((each) => `${each}:*`);
  const roles = unique(functions.flatMap(({configuration: {role}}) => (role === undefined ? [] : [role])));
  const bareOf = (isMeant: (each: FunctionScope) => boolean) =>
    functions.filter(isMeant).map(({functionName}) => arn('lambda', `function:${functionName}`));
  const ownLayers = unique(functions.flatMap(({layerName}) => (layerName === undefined ? [] : [layerName]))).map(
    (name) => arn('lambda', `layer:${name}`),
  );
  const layers = unique(functions.flatMap(layersBeside)).filter(
    (each) => !ownLayers.includes(parseLayerVersionArn(each)?.layerArn ?? ''),
  );
  const repositories = functions.flatMap(({image}) =>
    image ? [`arn:${partition}:ecr:${image.region}:${image.accountId}:repository/${image.repository}`] : [],
  );
  const parameters = unique(functions.flatMap(parametersOf));
  const groups: PermissionGroup[] = [
    {
      sid: 'ReadFunctions',
      purpose: 'see what is there',
      actions: [
        ...['lambda:GetFunction', 'lambda:GetAlias', 'lambda:ListAliases', 'lambda:ListVersionsByFunction'],
        ...['lambda:GetProvisionedConcurrencyConfig', 'lambda:GetFunctionConcurrency'],
        ...['lambda:GetFunctionUrlConfig', 'lambda:GetPolicy'],
      ],
      resources: [...bare, ...qualified],
    },
    {
      sid: 'WatchRollouts',
      purpose: 'judge a candidate',
      actions: [
        ...['cloudwatch:GetMetricData', 'lambda:ListEventSourceMappings'],
        ...(scope.hasAlarms ? ['cloudwatch:DescribeAlarms'] : []),
        ...(scope.hasHeadroom || functions.some(({setsReservation}) => setsReservation)
          ? ['lambda:GetAccountSettings']
          : []),
      ],
      resources: ['*'],
    },
    {
      sid: 'ReadLogs',
      purpose: 'say why a candidate failed',
      actions: ['logs:FilterLogEvents'],
      resources: unique(functions.map(({logGroup}) => arn('logs', `log-group:${logGroup}:*`))),
    },
    {
      sid: 'ReleaseFunctions',
      purpose: 'publish and move traffic',
      actions: [
        ...(functions.every(({exists}) => exists) ? [] : ['lambda:CreateFunction']),
        'lambda:UpdateFunctionCode',
        ...(functions.some(changesConfiguration) ? ['lambda:UpdateFunctionConfiguration'] : []),
        ...['lambda:PublishVersion', 'lambda:CreateAlias', 'lambda:UpdateAlias'],
      ],
      resources: bare,
    },
    {
      sid: 'PassRoles',
      purpose: 'set the role',
      actions: ['iam:PassRole'],
      resources: roles,
      passedTo: 'lambda.amazonaws.com',
    },
    {sid: 'UseLayers', purpose: 'set the layers', actions: ['lambda:GetLayerVersion'], resources: layers},
    {
      sid: 'PublishLayers',
      purpose: 'publish dependencies as a layer',
      actions: ['lambda:PublishLayerVersion', 'lambda:ListLayerVersions', 'lambda:GetLayerVersion'],
      resources: ownLayers.flatMap((layer) => [layer, `${layer}:*`]),
    },
    {
      sid: 'ShareLayers',
      purpose: 'let other accounts use the layer',
      actions: ['lambda:GetLayerVersionPolicy', 'lambda:AddLayerVersionPermission'],
      resources: unique(
        functions.flatMap(({layerName, sharesLayer}) =>
          layerName === undefined || !sharesLayer ? [] : [arn('lambda', `layer:${layerName}:*`)],
        ),
      ),
    },
    {
      sid: 'ReadParameters',
      purpose: 'read the parameters that the environment refers to',
      actions: ['ssm:GetParameters'],
      resources: parameters.map((name) => arn('ssm', `parameter/${name.replace(/^\//, '')}`)),
    },
    {
      sid: 'ReadStopParameter',
      purpose: 'see whether a person stops releases',
      actions: ['ssm:GetParameters'],
      resources:
        scope.stopParameter === undefined ? [] : [arn('ssm', `parameter/${scope.stopParameter.replace(/^\//, '')}`)],
    },
    {
      // Which key a SecureString has is its own affair; the condition keeps the right to what SSM asks for.
      sid: 'DecryptParameters',
      purpose: 'decrypt parameters of the type SecureString',
      actions: ['kms:Decrypt'],
      resources: parameters.length > 0 ? [arn('kms', 'key/*')] : [],
      viaService: `ssm.${region}.amazonaws.com${partition === 'aws-cn' ? '.cn' : ''}`,
    },
    {
      sid: 'TagFunctions',
      purpose: 'set tags',
      actions: ['lambda:ListTags', 'lambda:TagResource', 'lambda:UntagResource'],
      resources: bareOf(({setsTags}) => setsTags),
    },
    {
      sid: 'ReserveConcurrency',
      purpose: 'set reserved concurrency',
      actions: ['lambda:PutFunctionConcurrency', 'lambda:DeleteFunctionConcurrency'],
      resources: bareOf(({setsReservation}) => setsReservation),
    },
    {
      sid: 'SetAsyncInvoke',
      purpose: 'set destinations and retries of the alias',
      actions: [
        'lambda:GetFunctionEventInvokeConfig',
        'lambda:PutFunctionEventInvokeConfig',
        'lambda:DeleteFunctionEventInvokeConfig',
      ],
      resources: bareOf(({setsAsyncInvoke}) => setsAsyncInvoke).map((each) => `${each}:*`),
    },
    {
      sid: 'SmokeTest',
      purpose: 'invoke a candidate before it gets traffic',
      actions: ['lambda:InvokeFunction'],
      resources: scope.hasSmokeTests ? qualified : [],
    },
    {
      // A policy cannot name single schedules (Scheduler User Guide, security_iam_id-based-policy-examples).
      sid: 'LeaseRollouts',
      purpose: 'lease rollouts',
      actions: [
        ...['scheduler:CreateSchedule', 'scheduler:UpdateSchedule', 'scheduler:GetSchedule'],
        'scheduler:DeleteSchedule',
      ],
      resources: scope.leaseRole === undefined ? [] : [arn('scheduler', 'schedule/lambda-release/*')],
    },
    {
      sid: 'MakeLeaseGroup',
      purpose: 'make the group of the leases with the first of them',
      actions: ['scheduler:CreateScheduleGroup'],
      resources: scope.leaseRole === undefined ? [] : [arn('scheduler', 'schedule-group/lambda-release')],
    },
    {
      sid: 'PassLeaseRole',
      purpose: 'let AWS give traffic back',
      actions: ['iam:PassRole'],
      resources: scope.leaseRole === undefined ? [] : [scope.leaseRole],
      passedTo: 'scheduler.amazonaws.com',
    },
    {
      sid: 'StartExecutions',
      purpose: 'have rollouts driven by the engine',
      actions: ['states:DescribeStateMachine', 'states:StartExecution'],
      resources: scope.usesEngine ? [arn('states', `stateMachine:${ENGINE_MACHINE}`)] : [],
    },
    {
      sid: 'SeeExecutions',
      purpose: 'see what drives a rollout',
      actions: ['states:DescribeExecution'],
      resources: scope.usesEngine ? [arn('states', `execution:${ENGINE_MACHINE}:*`)] : [],
    },
    {
      sid: 'KeepRecord',
      purpose: 'keep every event in the record, and read it for "history"',
      actions: ['logs:PutLogEvents', 'logs:CreateLogStream', 'logs:CreateLogGroup', 'logs:FilterLogEvents'],
      resources:
        scope.recordGroup === undefined
          ? []
          : [arn('logs', `log-group:${scope.recordGroup}`), arn('logs', `log-group:${scope.recordGroup}:*`)],
    },
    {
      sid: 'Notify',
      purpose: 'tell the event bus what becomes of rollouts',
      actions: ['events:PutEvents'],
      resources: scope.eventBus === undefined ? [] : [eventBusArn(scope.eventBus, scope)],
    },
    {
      sid: 'StorePackages',
      purpose: 'store packages above 50 MB',
      // Lambda reads them with the caller's rights, and by their version where the bucket keeps versions.
      actions: ['s3:PutObject', 's3:GetObject', 's3:GetObjectVersion', 's3:AbortMultipartUpload'],
      resources: artifacts ? [`arn:${partition}:s3:::${artifacts.bucket}/${artifacts.prefix}*`] : [],
    },
    {
      sid: 'ReadImages',
      purpose: 'look at container images, and have Lambda take them',
      actions: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
      resources: unique(repositories),
    },
    {
      // With these Lambda lets itself in by the policy of the repository; that of another account lets it in by its owner (LDG "Amazon ECR permissions").
      sid: 'LetLambdaIntoRepositories',
      purpose: 'let Lambda pull images from the repositories of this account',
      actions: ['ecr:GetRepositoryPolicy', 'ecr:SetRepositoryPolicy'],
      resources: unique(repositories.filter((each) => each.includes(`:${accountId}:`))),
    },
    {
      sid: 'FetchCode',
      purpose: 'look at code that lies in S3, and have Lambda take it from there',
      actions: ['s3:GetObject', 's3:GetObjectVersion'],
      resources: unique(
        functions.flatMap(({code}) => (code ? [`arn:${partition}:s3:::${code.bucket}/${code.key}`] : [])),
      ),
    },
    {
      sid: 'FindPackages',
      purpose: 'find packages that are stored already',
      actions: ['s3:ListBucket'],
      resources: artifacts ? [`arn:${partition}:s3:::${artifacts.bucket}`] : [],
    },
    {
      sid: 'MakeBucket',
      purpose: 'make and set up the bucket that lambda-release keeps itself',
      actions: [
        ...['s3:CreateBucket', 's3:PutBucketOwnershipControls', 's3:PutBucketPublicAccessBlock'],
        ...['s3:PutEncryptionConfiguration', 's3:PutBucketPolicy', 's3:PutLifecycleConfiguration'],
      ],
      resources: artifacts && scope.makesBucket ? [`arn:${partition}:s3:::${artifacts.bucket}`] : [],
    },
    {
      sid: 'OptionalReadBucketSettings',
      purpose: 'see whether the bucket that lambda-release keeps itself is set up as it should be',
      actions: [
        ...['s3:GetBucketOwnershipControls', 's3:GetBucketPublicAccessBlock', 's3:GetEncryptionConfiguration'],
        ...['s3:GetBucketPolicy', 's3:GetLifecycleConfiguration'],
      ],
      resources: artifacts && scope.makesBucket ? [`arn:${partition}:s3:::${artifacts.bucket}`] : [],
      isOptional: true,
    },
    ...signingPermissions(scope),
  ];
  return [...groups, ...optionalPermissions(scope)].filter(({resources}) => resources.length > 0);
}

/** The same as the policy to attach, and nothing more. */
export function toPolicy(groups: readonly PermissionGroup[]): IamPolicy {
  return {
    Version: '2012-10-17',
    Statement: groups.map(({sid, actions, resources, viaService, passedTo}) => ({
      Sid: sid,
      Effect: 'Allow',
      Action: actions,
      Resource: resources,
      ...(passedTo !== undefined && {Condition: {StringEquals: {'iam:PassedToService': passedTo}}}),
      ...(viaService !== undefined && {Condition: {StringEquals: {'kms:ViaService': viaService}}}),
    })),
  };
}

/** Layers of others that are sent: those of the release file, or with our own layer those that are there already. */
function layersBeside({configuration, layerName, attachedLayers = []}: FunctionScope): readonly string[] {
  return configuration.layers ?? (layerName === undefined ? [] : attachedLayers);
}

/** Names of SSM parameters, without the version that may be asked for. */
function parametersOf({configuration}: FunctionScope): readonly string[] {
  return Object.values(configuration.environment ?? {})
    .flatMap(referencesIn)
    .filter(({kind}) => kind === 'ssm')
    .map(({name}) => name.replace(/:.*$/, ''));
}

function changesConfiguration({configuration}: FunctionScope): boolean {
  return Object.values(configuration).some((value) => value !== undefined);
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
