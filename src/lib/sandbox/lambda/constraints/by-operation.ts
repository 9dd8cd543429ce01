import {list, number, oneOf, type Rules, shape, text} from '../../constraints/rule.js';

const LONGEST = 10_000;
const region = '(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}';
const anyArn = `arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\\-])+:(${region})?:(\\d{12})?:(.*)`;
const alias = text(1, 128, '(?!^[0-9]+$)([a-zA-Z0-9-_]+)');
const statement = text(1, 100, '([a-zA-Z0-9-_]+)');
const arn = text(0, LONGEST, anyArn);
const key = text(0, LONGEST, '(arn:(aws[a-zA-Z-]*)?:[a-z0-9-.]+:.*)|()');
const signing = text(0, 200, `arn:(aws[a-zA-Z-]*)?:lambda:${region}:\\d{12}:code-signing-config:csc-[a-z0-9]{17}`);
const mapping = text(36, 36);
const fewItems = {MaxItems: number(1, 50)};
const destination = text(0, 350, `$|kafka://([^.]([a-zA-Z0-9\\-_.]{0,248}))|${anyArn}`);
const destinations = shape({
  OnSuccess: shape({Destination: destination}),
  OnFailure: shape({Destination: destination}),
});
const signed = {
  AllowedPublishers: shape({SigningProfileVersionArns: list(arn, 20, 1)}),
  CodeSigningPolicies: shape({UntrustedArtifactOnDeployment: oneOf('Warn', 'Enforce')}),
  Description: text(0, 256),
};
const url = {
  Cors: shape({
    AllowHeaders: list(text(0, 1024), 100),
    AllowMethods: list(text(0, 6), 6),
    AllowOrigins: list(text(1, 253), 100),
    ExposeHeaders: list(text(0, 1024), 100),
    MaxAge: number(0, 86_400),
  }),
};
const polled: Rules = {
  BatchSize: number(1, 10_000),
  FilterCriteria: shape({Filters: list(shape({Pattern: text(0, 4096)}))}),
  KMSKeyArn: key,
  MetricsConfig: shape({Metrics: list(oneOf('EventCount', 'ErrorCount', 'KafkaMetrics'), 3)}),
  ScalingConfig: shape({MaximumConcurrency: number(2, 1000)}),
  MaximumBatchingWindowInSeconds: number(0, 300),
  ParallelizationFactor: number(1, 10),
  DestinationConfig: destinations,
  MaximumRecordAgeInSeconds: number(-1, 604_800),
  MaximumRetryAttempts: number(-1, 10_000),
  TumblingWindowInSeconds: number(0, 900),
  FunctionResponseTypes: list(oneOf('ReportBatchItemFailures'), 1),
  ProvisionedPollerConfig: shape({MinimumPollers: number(1, 200), MaximumPollers: number(1, 10_000)}),
};

/** Of functions; CreateFunction and UpdateFunctionConfiguration check them with their other settings. */
export const functionRules: Rules = {
  VpcConfig: shape({
    SubnetIds: list(text(0, 1024, 'subnet-[0-9a-z]*'), 16),
    SecurityGroupIds: list(text(0, 1024, 'sg-[0-9a-zA-Z]*'), 5),
  }),
  KMSKeyArn: key,
  FileSystemConfigs: list(shape({Arn: text(0, 256), LocalMountPath: text(0, 160, '/mnt/[a-zA-Z0-9-_.]+')}), 1),
  CodeSigningConfigArn: signing,
  LoggingConfig: shape({
    ApplicationLogLevel: oneOf('TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'),
    SystemLogLevel: oneOf('DEBUG', 'INFO', 'WARN'),
    LogGroup: text(1, 512, '[\\.\\-_/#A-Za-z0-9]+'),
  }),
};

/** Lengths, ranges, patterns and enums of the Lambda service model of 2026, for members whose operations do not check them on their own. */
export const rulesOf: Readonly<Record<string, Rules>> = {
  AddLayerVersionPermission: {StatementId: statement, OrganizationId: text(0, 34, 'o-[a-z0-9]{10,32}')},
  AddPermission: {
    Principal: text(0, 2048, '[^\\s]+'),
    SourceArn: arn,
    FunctionUrlAuthType: oneOf('NONE', 'AWS_IAM'),
    SourceAccount: text(0, 12, '\\d{12}'),
    EventSourceToken: text(0, 256, '[a-zA-Z0-9._\\-]+'),
    PrincipalOrgID: text(12, 34, 'o-[a-z0-9]{10,32}'),
  },
  CreateCodeSigningConfig: signed,
  CreateEventSourceMapping: {EventSourceArn: arn, ...polled},
  CreateFunctionUrlConfig: url,
  DeleteAlias: {Name: alias},
  DeleteCodeSigningConfig: {CodeSigningConfigArn: signing},
  DeleteEventSourceMapping: {UUID: mapping},
  GetAlias: {Name: alias},
  GetCodeSigningConfig: {CodeSigningConfigArn: signing},
  GetEventSourceMapping: {UUID: mapping},
  ListAliases: {FunctionVersion: text(1, 1024, '(\\$LATEST(\\.PUBLISHED)?|[0-9]+)')},
  ListEventSourceMappings: {EventSourceArn: arn},
  ListFunctionEventInvokeConfigs: fewItems,
  ListFunctionUrlConfigs: fewItems,
  ListFunctions: {MasterRegion: text(1, 50, `ALL|${region}`), FunctionVersion: oneOf('ALL')},
  ListFunctionsByCodeSigningConfig: {CodeSigningConfigArn: signing, MaxItems: number(1, 10_000)},
  ListLayerVersions: fewItems,
  ListLayers: fewItems,
  ListProvisionedConcurrencyConfigs: fewItems,
  PutFunctionCodeSigningConfig: {CodeSigningConfigArn: signing},
  RemoveLayerVersionPermission: {StatementId: statement},
  RemovePermission: {StatementId: text(1, 100, '([a-zA-Z0-9-_.]+)')},
  UpdateAlias: {Name: alias},
  UpdateCodeSigningConfig: {CodeSigningConfigArn: signing, ...signed},
  UpdateEventSourceMapping: {UUID: mapping, ...polled},
  UpdateFunctionUrlConfig: url,
};
