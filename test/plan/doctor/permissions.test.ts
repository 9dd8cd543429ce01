import {expect, it} from 'vitest';
import type {FunctionScope, PermissionScope} from '../../../src/lib/plan/doctor/permission-scope.js';
import {neededPermissions, toPolicy} from '../../../src/lib/plan/doctor/permissions.js';

function aFunctionScope(overrides: Partial<FunctionScope> = {}): FunctionScope {
  return {
    functionName: 'checkout',
    exists: true,
    configuration: {},
    logGroup: '/aws/lambda/checkout',
    setsTags: false,
    setsReservation: false,
    setsAsyncInvoke: false,
    ...overrides,
  };
}

function statements(functions: readonly FunctionScope[], overrides: Partial<PermissionScope> = {}) {
  const scope = {
    partition: 'aws',
    region: 'eu-west-1',
    accountId: '123456789012',
    functions,
    hasSmokeTests: false,
    hasAlarms: false,
  };
  const {Statement} = toPolicy(neededPermissions({...scope, ...overrides}));
  return new Map(Statement.map((statement) => [statement.Sid, statement]));
}

const LAMBDA = 'arn:aws:lambda:eu-west-1:123456789012';

it('asks to read code that lies in S3, of exactly that object', () => {
  const code = {bucket: 'builds', key: 'checkout/1.4.0.zip'};
  const {Action, Resource} = statements([aFunctionScope({code})]).get('FetchCode') ?? {};
  expect(Action).toEqual(['s3:GetObject', 's3:GetObjectVersion']);
  expect(Resource).toEqual(['arn:aws:s3:::builds/checkout/1.4.0.zip']);
});

it('asks for no more than a plain release needs', () => {
  const plain = statements([aFunctionScope()]);
  const needed = [...plain.keys()].filter((sid) => !sid.startsWith('Optional'));
  expect(needed).toEqual(['ReadFunctions', 'WatchRollouts', 'ReadLogs', 'ReleaseFunctions']);
  expect(plain.get('ReleaseFunctions')?.Action).toEqual([
    'lambda:UpdateFunctionCode',
    'lambda:PublishVersion',
    'lambda:CreateAlias',
    'lambda:UpdateAlias',
  ]);
  expect(plain.get('ReadLogs')?.Resource).toEqual([
    'arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/checkout:*',
  ]);
});

it('asks for the record where there is one, on its log group and its streams', () => {
  const kept = statements([aFunctionScope()], {recordGroup: '/lambda-release'}).get('KeepRecord');
  expect(kept?.Action).toContain('logs:PutLogEvents');
  const group = 'arn:aws:logs:eu-west-1:123456789012:log-group:/lambda-release';
  expect(kept?.Resource).toEqual([group, `${group}:*`]);
});

it.each([
  ['default', 'arn:aws:events:eu-west-1:123456789012:event-bus/default'],
  ['arn:aws:events:us-east-1:222222222222:event-bus/ops', 'arn:aws:events:us-east-1:222222222222:event-bus/ops'],
])('asks to put events on the bus that is told: %s', (eventBus, resource) => {
  expect(statements([aFunctionScope()]).get('Notify')).toBeUndefined();
  const notify = statements([aFunctionScope()], {eventBus}).get('Notify');
  expect(notify).toMatchObject({Action: ['events:PutEvents'], Resource: [resource]});
});

it('names reads with and without a qualifier, and alias writes on the bare function', () => {
  const plain = statements([aFunctionScope(), aFunctionScope({functionName: 'refund'})]);
  expect(plain.get('ReadFunctions')?.Resource).toEqual([
    `${LAMBDA}:function:checkout`,
    `${LAMBDA}:function:refund`,
    `${LAMBDA}:function:checkout:*`,
    `${LAMBDA}:function:refund:*`,
  ]);
  expect(plain.get('ReleaseFunctions')?.Resource).toEqual([`${LAMBDA}:function:checkout`, `${LAMBDA}:function:refund`]);
});

it('lets a layer be shared where the release file shares it', () => {
  expect(statements([aFunctionScope({layerName: 'dependencies'})]).get('ShareLayers')).toBeUndefined();
  const shared = statements([aFunctionScope({layerName: 'dependencies', sharesLayer: true})]).get('ShareLayers');
  expect(shared).toMatchObject({
    Action: ['lambda:GetLayerVersionPolicy', 'lambda:AddLayerVersionPermission'],
    Resource: [`${LAMBDA}:layer:dependencies:*`],
  });
});

it('adds what the release file sets, on exactly that', () => {
  const full = statements(
    [
      aFunctionScope({
        exists: false,
        configuration: {role: 'arn:aws:iam::123456789012:role/checkout', environment: {KEY: `\${ssm:/shop/key:3}`}},
        layerName: 'dependencies',
        setsTags: true,
        setsReservation: true,
        setsAsyncInvoke: true,
      }),
      aFunctionScope({functionName: 'refund'}),
    ],
    {hasSmokeTests: true, hasAlarms: true, artifacts: {bucket: 'my-releases', prefix: 'lambda/'}},
  );
  expect(full.get('ReleaseFunctions')?.Action).toContain('lambda:CreateFunction');
  expect(full.get('PassRoles')).toMatchObject({Resource: ['arn:aws:iam::123456789012:role/checkout']});
  expect(full.get('PublishLayers')?.Resource).toEqual([
    `${LAMBDA}:layer:dependencies`,
    `${LAMBDA}:layer:dependencies:*`,
  ]);
  expect(full.get('ReadParameters')?.Resource).toEqual(['arn:aws:ssm:eu-west-1:123456789012:parameter/shop/key']);
  expect(full.get('DecryptParameters')).toMatchObject({
    Action: ['kms:Decrypt'],
    Resource: ['arn:aws:kms:eu-west-1:123456789012:key/*'],
    Condition: {StringEquals: {'kms:ViaService': 'ssm.eu-west-1.amazonaws.com'}},
  });
  expect(full.get('TagFunctions')?.Resource).toEqual([`${LAMBDA}:function:checkout`]);
  expect(full.get('ReserveConcurrency')?.Resource).toEqual([`${LAMBDA}:function:checkout`]);
  expect(full.get('SetAsyncInvoke')?.Resource).toEqual([`${LAMBDA}:function:checkout:*`]);
  expect(full.get('WatchRollouts')?.Action).toEqual([
    'cloudwatch:GetMetricData',
    'lambda:ListEventSourceMappings',
    'cloudwatch:DescribeAlarms',
    'lambda:GetAccountSettings',
  ]);
  expect(full.get('StorePackages')).toMatchObject({
    Action: ['s3:PutObject', 's3:GetObject', 's3:GetObjectVersion', 's3:AbortMultipartUpload'],
    Resource: ['arn:aws:s3:::my-releases/lambda/*'],
  });
  expect(full.get('FindPackages')?.Resource).toEqual(['arn:aws:s3:::my-releases']);
  expect(full.has('SmokeTest')).toBe(true);
});

it('reads the layers of others that are sent along: those of the file, or with our own those that are there', () => {
  const [mine, theirs, listed] = [`${LAMBDA}:layer:dependencies:3`, `${LAMBDA}:layer:metrics:1`, `${LAMBDA}:layer:x:9`];
  const attachedLayers = [mine, theirs];
  const read = (scope: Partial<FunctionScope>) =>
    statements([aFunctionScope({attachedLayers, ...scope})]).get('UseLayers')?.Resource;
  expect(read({})).toBeUndefined();
  expect(read({layerName: 'dependencies'})).toEqual([theirs]);
  expect(read({layerName: 'dependencies', configuration: {layers: [listed]}})).toEqual([listed]);
});

it('keeps what only other commands need apart, and never the right to delete a function that is no copy', () => {
  const functions = [aFunctionScope({layerName: 'dependencies', setsReservation: true})];
  const all = statements([...functions, aFunctionScope({functionName: 'refund'})], {hasSmokeTests: true});
  const optional = [...all].filter(([sid]) => sid.startsWith('Optional'));
  expect(Object.fromEntries(optional.map(([sid, {Action, Resource}]) => [sid, [Action, Resource]]))).toEqual({
    OptionalReadTraces: [['xray:GetTraceSummaries', 'xray:BatchGetTraces'], ['*']],
    OptionalReadCodeSigning: [
      ['lambda:GetFunctionCodeSigningConfig'],
      [
        'arn:aws:lambda:eu-west-1:123456789012:function:checkout',
        'arn:aws:lambda:eu-west-1:123456789012:function:refund',
      ],
    ],
    OptionalReadAllowedPublishers: [
      ['lambda:GetCodeSigningConfig'],
      ['arn:aws:lambda:eu-west-1:123456789012:code-signing-config:*'],
    ],
    OptionalMoveApis: [
      ['apigateway:PATCH'],
      ['restapis/*/stages/*', 'apis/*/stages/*', 'apis/*/integrations/*'].map(
        (path) => `arn:aws:apigateway:eu-west-1::/${path}`,
      ),
    ],
    OptionalKeepPolicy: [
      ['lambda:ListTags', 'lambda:TagResource', 'lambda:UntagResource'],
      [
        'arn:aws:lambda:eu-west-1:123456789012:function:checkout',
        'arn:aws:lambda:eu-west-1:123456789012:function:refund',
      ],
    ],
    OptionalListProvisioned: [
      ['lambda:ListProvisionedConcurrencyConfigs'],
      [`${LAMBDA}:function:checkout`, `${LAMBDA}:function:refund`],
    ],
    OptionalReadAccount: [['lambda:ListFunctions', 'lambda:ListLayers'], ['*']],
    OptionalPruneVersions: [
      ['lambda:DeleteFunction', 'lambda:ListDurableExecutionsByFunction'],
      [`${LAMBDA}:function:checkout:*`, `${LAMBDA}:function:refund:*`],
    ],
    OptionalPreview: [
      [
        ...['lambda:CreateAlias', 'lambda:UpdateAlias', 'lambda:DeleteAlias'],
        ...['lambda:CreateFunctionUrlConfig', 'lambda:DeleteFunctionUrlConfig'],
        ...['lambda:AddPermission', 'lambda:RemovePermission'],
      ],
      ['checkout', 'refund', 'checkout:*', 'refund:*'].map((each) => `${LAMBDA}:function:${each}`),
    ],
    OptionalTune: [
      [
        ...['lambda:CreateFunction', 'lambda:GetFunction', 'lambda:UpdateFunctionConfiguration'],
        ...['lambda:InvokeFunction', 'lambda:DeleteFunction'],
      ],
      [`${LAMBDA}:function:lambda-release-tune-checkout`, `${LAMBDA}:function:lambda-release-tune-refund`],
    ],
    OptionalPruneLayers: [['lambda:DeleteLayerVersion'], [`${LAMBDA}:layer:dependencies:*`]],
    OptionalReadLayerShares: [
      ['lambda:GetLayerVersionPolicy'],
      ['arn:aws:lambda:eu-west-1:123456789012:layer:dependencies:*'],
    ],
    OptionalReserve: [
      ['lambda:PutFunctionConcurrency', 'lambda:DeleteFunctionConcurrency'],
      [`${LAMBDA}:function:refund`],
    ],
    OptionalMoveCallers: [['lambda:AddPermission'], [`${LAMBDA}:function:checkout:*`, `${LAMBDA}:function:refund:*`]],
    OptionalMoveEventSources: [['lambda:GetEventSourceMapping', 'lambda:UpdateEventSourceMapping'], ['*']],
    OptionalMoveRules: [['events:ListRuleNamesByTarget', 'events:ListTargetsByRule', 'events:PutTargets'], ['*']],
    OptionalReadApis: [
      ['apigateway:GET'],
      ['arn:aws:apigateway:eu-west-1::/restapis/*', 'arn:aws:apigateway:eu-west-1::/apis/*'],
    ],
    OptionalProvision: [
      ['lambda:PutProvisionedConcurrencyConfig', 'lambda:DeleteProvisionedConcurrencyConfig'],
      [`${LAMBDA}:function:checkout:*`, `${LAMBDA}:function:refund:*`],
    ],
  });
});

it('signing asks for the profile that is named, its jobs and a bucket that keeps versions, and for nothing where none is', () => {
  const artifacts = {bucket: 'builds', prefix: 'lambda/'};
  const code = {bucket: 'ours', key: 'app/1.zip'};
  const signed = statements([aFunctionScope({signingProfile: 'release', code})], {artifacts, makesBucket: true});
  const signer = 'arn:aws:signer:eu-west-1:123456789012:';
  expect(signed.get('Sign')?.Resource).toEqual([`${signer}/signing-profiles/release`]);
  expect(signed.get('SeeSigningJobs')?.Resource).toEqual([`${signer}/signing-jobs/*`]);
  expect(signed.get('SeeVersioning')?.Resource).toEqual(['arn:aws:s3:::builds', 'arn:aws:s3:::ours']);
  expect(signed.get('StoreSignedCode')?.Resource).toEqual(['arn:aws:s3:::ours/app/signed/*']);
  expect(signed.get('KeepVersions')?.Resource).toEqual(['arn:aws:s3:::builds']);
  const plain = statements([aFunctionScope({})], {artifacts, makesBucket: true});
  for (const sid of ['Sign', 'SeeSigningJobs', 'SeeVersioning', 'StoreSignedCode', 'KeepVersions']) {
    expect(plain.has(sid), sid).toBe(false);
  }
});
