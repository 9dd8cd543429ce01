import {checkMembers} from '../../constraints/check-members.js';
import {functionRules} from '../constraints/by-operation.js';
import {invalid} from '../failure.js';
import type {Input} from '../input.js';
import type {FunctionSettings, StoredCode} from '../state.js';
import {Violations} from '../violations.js';
import {checkEnvironment} from './environment.js';
import {checkSnapStart} from './snap-start.js';

/** Runtimes AWS still creates functions with (recorded in its layer refusals of January 2026, plus nodejs and ruby since). */
export const runtimes = [
  'nodejs20.x',
  'python3.14',
  'provided.al2023',
  'python3.12',
  'python3.13',
  'nodejs24.x',
  'nodejs22.x',
  'java25',
  'python3.10',
  'python3.11',
  'java21',
  'ruby3.3',
  'ruby3.4',
  'ruby3.2',
  'python3.8',
  'python3.9',
  'java17',
  'nodejs16.x',
  'dotnet10',
  'dotnet8',
  'java11',
  'dotnet6',
  'nodejs18.x',
  'provided.al2',
  'java8.al2',
];

/** Runtimes whose end AWS announces by name, with the one it recommends instead (recorded in June 2024). */
const deprecated: Readonly<Record<string, string>> = {
  java8: 'java21',
  'go1.x': 'provided.al2023',
  provided: 'provided.al2023',
  'ruby2.7': 'ruby3.2',
  'nodejs14.x': 'nodejs20.x',
  'python3.7': 'python3.12',
  'dotnetcore3.1': 'dotnet6',
  'nodejs12.x': 'nodejs18.x',
};

export const architectures = ['x86_64', 'arm64'];

/** One of them, no more (recorded). */
export function checkArchitectures(violations: Violations, wanted: readonly string[] | undefined): void {
  if (!wanted) return;
  const problems = [
    ...(wanted.length > 1 ? ['Member must have length less than or equal to 1'] : []),
    ...(wanted.length < 1 ? ['Member must have length greater than or equal to 1'] : []),
    ...(wanted.every((item) => architectures.includes(item))
      ? []
      : [
          `Member must satisfy constraint: [Member must satisfy enum value set: [${architectures.join(', ')}], Member must not be null]`,
        ]),
  ];
  for (const problem of problems) violations.add(wanted, 'architectures', problem);
}

const roleOrEmpty = 'arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+';
const verbatimMembers = ['VpcConfig', 'FileSystemConfigs', 'ImageConfig'];

/** Layers of a request, already resolved: their entries in the configuration and their bytes. */
export interface ResolvedLayers {
  readonly entries: readonly {readonly Arn: string; readonly CodeSize: number}[];
  readonly codes: readonly StoredCode[];
}

/** Constraint checks shared by CreateFunction and UpdateFunctionConfiguration; absent members are not checked. */
export function checkSettings(input: Input): void {
  const violations = new Violations();
  violations.pattern(input.text('Role'), 'role', roleOrEmpty);
  violations.length(input.text('Description'), 'description', 0, 256);
  violations.length(input.text('Handler'), 'handler', 0, 128);
  violations.pattern(input.text('Handler'), 'handler', '[^\\s]+');
  violations.range(input.number('Timeout'), 'timeout', 1, 900);
  violations.range(input.number('MemorySize'), 'memorySize', 128, 10_240);
  violations.range(input.record('EphemeralStorage')?.number('Size'), 'ephemeralStorage.size', 512, 10_240);
  violations.oneOf(input.record('TracingConfig')?.text('Mode'), 'tracingConfig.mode', ['Active', 'PassThrough']);
  violations.oneOf(input.record('LoggingConfig')?.text('LogFormat'), 'loggingConfig.logFormat', ['Text', 'JSON']);
  const applyOn = input.record('SnapStart')?.text('ApplyOn');
  violations.oneOf(applyOn, 'snapStart.applyOn', ['PublishedVersions', 'None']);
  const deadLetters = input.record('DeadLetterConfig')?.text('TargetArn');
  violations.pattern(deadLetters, 'deadLetterConfig.targetArn', '(arn:(aws[a-zA-Z-]*)?:[a-z0-9-.]+:.*)|()');
  checkMembers(violations, functionRules, (member) => input.verbatim(member));
  violations.throwIfAny();
  const runtime = input.text('Runtime');
  const successor = runtime === undefined ? undefined : deprecated[runtime];
  if (successor !== undefined) {
    throw invalid(
      `The runtime parameter of ${runtime} is no longer supported for creating or updating AWS Lambda functions. We recommend you use the new runtime (${successor}) while creating or updating functions.`,
    );
  }
  checkSnapStart(applyOn, runtime);
  if (runtime !== undefined && !runtimes.includes(runtime)) {
    throw invalid(
      `Value ${runtime} at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: [${runtimes.join(', ')}] or be a valid ARN`,
    );
  }
  const variables = input.record('Environment')?.textMap('Variables');
  if (variables) checkEnvironment(variables);
}

/** Settings of a new function: what the request says over AWS's defaults. */
export function newSettings(name: string, input: Input, layers: ResolvedLayers | undefined): FunctionSettings {
  const defaults: FunctionSettings = {
    Description: '',
    Role: input.text('Role') ?? '',
    Timeout: 3,
    MemorySize: 128,
    Architectures: ['x86_64'],
    PackageType: 'Zip',
    EphemeralStorage: {Size: 512},
    LoggingConfig: {LogFormat: 'Text', LogGroup: `/aws/lambda/${name}`},
    SnapStart: {ApplyOn: 'None', OptimizationStatus: 'Off'},
    TracingConfig: {Mode: 'PassThrough'},
    verbatim: {},
  };
  return changedSettings(defaults, input, layers);
}

/** What the request names replaces, as a whole, what was there; what it does not name stays. */
export function changedSettings(
  from: FunctionSettings,
  input: Input,
  layers: ResolvedLayers | undefined,
): FunctionSettings {
  const {Layers: _layers, DeadLetterConfig: _dlq, KMSKeyArn: _kms, Environment: _environment, ...rest} = from;
  const handler = input.text('Handler') ?? from.Handler;
  const runtime = input.text('Runtime') ?? from.Runtime;
  const entries = layers ? layers.entries : from.Layers;
  const kmsKey = input.has('KMSKeyArn') ? input.text('KMSKeyArn') : from.KMSKeyArn;
  const deadLetterArn = input.has('DeadLetterConfig')
    ? input.record('DeadLetterConfig')?.text('TargetArn')
    : from.DeadLetterConfig?.TargetArn;
  return {
    ...rest,
    Description: input.text('Description') ?? from.Description,
    Role: input.text('Role') ?? from.Role,
    ...(handler ? {Handler: handler} : {}),
    ...(runtime ? {Runtime: runtime} : {}),
    Timeout: input.number('Timeout') ?? from.Timeout,
    MemorySize: input.number('MemorySize') ?? from.MemorySize,
    ...environmentMember(from, input),
    EphemeralStorage: {Size: input.record('EphemeralStorage')?.number('Size') ?? from.EphemeralStorage.Size},
    ...(entries && entries.length > 0 ? {Layers: entries} : {}),
    ...(deadLetterArn ? {DeadLetterConfig: {TargetArn: deadLetterArn}} : {}),
    ...(kmsKey ? {KMSKeyArn: kmsKey} : {}),
    LoggingConfig: loggingOf(from.LoggingConfig, input.textMap('LoggingConfig')),
    SnapStart: {
      ApplyOn: input.record('SnapStart')?.text('ApplyOn') ?? from.SnapStart.ApplyOn,
      OptimizationStatus: 'Off',
    },
    TracingConfig: {Mode: input.record('TracingConfig')?.text('Mode') ?? from.TracingConfig.Mode},
    verbatim: {
      ...from.verbatim,
      ...Object.fromEntries(
        verbatimMembers.filter((member) => input.has(member)).map((member) => [member, input.verbatim(member)]),
      ),
    },
  };
}

// Levels belong to JSON, where both are INFO until somebody says otherwise (LDG "Configuring JSON and plain text log formats").
function loggingOf(
  from: FunctionSettings['LoggingConfig'],
  given: Readonly<Record<string, string>> = {},
): FunctionSettings['LoggingConfig'] {
  const {ApplicationLogLevel = 'INFO', SystemLogLevel = 'INFO', ...rest} = {...from, ...given};
  const level = ['ApplicationLogLevel', 'SystemLogLevel'].some((member) => given[member] !== undefined);
  if (level && rest.LogFormat === 'Text') {
    throw invalid(
      'LogLevel is not supported when LogFormat is set to "Text". Remove LogLevel from your request or change the LogFormat to "JSON" and try again.',
    );
  }
  return rest.LogFormat === 'JSON' ? {...rest, ApplicationLogLevel, SystemLogLevel} : rest;
}

// Variables replace the whole map; an Environment without Variables leaves none.
function environmentMember(from: FunctionSettings, input: Input): Pick<FunctionSettings, 'Environment'> {
  const environment = input.record('Environment');
  if (!environment) return from.Environment ? {Environment: from.Environment} : {};
  return {Environment: {Variables: environment.textMap('Variables') ?? {}}};
}
