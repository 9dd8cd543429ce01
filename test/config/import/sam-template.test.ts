import {describe, expect, it} from 'vitest';
import {importFile} from '../../../src/lib/config/import/import-file.js';
import {formatSteps} from '../../../src/lib/model/rollout/step.js';
import {type Tree, tempFolder, writeTree} from '../../package/temp-folder.js';

const HEAD = "AWSTemplateFormatVersion: '2010-09-09'\nTransform: AWS::Serverless-2016-10-31\n";

/** A template with one function whose properties are these lines of YAML. */
async function imported(properties: string, {rest = '', tree = {} as Tree, resources = ''} = {}) {
  const lines = properties.split('\n').map((line) => `      ${line}`);
  const template = `${HEAD}${rest}Resources:\n  Checkout:\n    Type: AWS::Serverless::Function\n    Properties:\n      CodeUri: src/\n${lines.join('\n')}\n${resources}`;
  const draft = await importFile(writeTree(tempFolder(), {'template.yaml': template, ...tree}), 'template.yaml');
  return {draft, made: draft?.functions[0], gaps: draft?.gaps ?? []};
}

describe('a function of a template', () => {
  it('brings its code and its settings, and of its variables the names', async () => {
    const {made, gaps} = await imported(
      [
        'FunctionName: checkout',
        'Handler: app.handler',
        'Runtime: python3.12',
        'MemorySize: 256',
        'Timeout: 90',
        'EphemeralStorage: {Size: 1024}',
        'Architectures: [arm64]',
        'Tracing: Active',
        'Layers: ["arn:aws:lambda:eu-west-1:123456789012:layer:a:1"]',
        'Environment: {Variables: {TOKEN: hush, TABLE: !Ref Table}}',
      ].join('\n'),
    );
    expect(made).toEqual({
      key: 'checkout',
      source: 'src',
      isBuilt: false,
      settings: {
        handler: 'app.handler',
        runtime: 'python3.12',
        memory: 256,
        timeout: '1m30s',
        ephemeralStorage: 1024,
        architecture: 'arm64',
        tracing: 'Active',
        layers: ['arn:aws:lambda:eu-west-1:123456789012:layer:a:1'],
      },
      variables: ['TOKEN', 'TABLE'],
    });
    expect(gaps).toEqual([]);
  });

  it.each<[string, string, string | undefined]>([
    ['a parameter', 'FunctionName: !Ref Name', 'shop'],
    ['a text with one in it', `FunctionName: !Sub "\${Name}-checkout"`, 'shop-checkout'],
    ['a text with values of its own', `FunctionName: !Sub ["\${Name}-\${X}", {X: !FindInMap [Sizes, a, b]}]`, 'shop-7'],
    ['parts', 'FunctionName: !Join ["-", [!Ref Name, checkout]]', 'shop-checkout'],
    ['the long form', `FunctionName: {"Fn::Sub": "\${Name}"}`, 'shop'],
    ['the stack', `FunctionName: !Sub "\${AWS::StackName}-checkout"`, undefined],
    ['a condition', 'FunctionName: !If [Prod, a, b]', undefined],
    ['nothing', 'Handler: app.handler', undefined],
  ])('has the name that %s gives, where that is known', async (_what, line, name) => {
    const rest = 'Parameters: {Name: {Type: String, Default: shop}}\nMappings: {Sizes: {a: {b: 7}}}\n';
    const {made} = await imported(line, {rest});
    expect(made?.key).toBe(name ?? 'Checkout');
    expect(made?.nameCommand === undefined).toBe(name !== undefined);
  });

  it('whose name only the stack knows comes with the command that tells it', async () => {
    const samconfig = 'version = 0.1\n[default.deploy.parameters]\nstack_name = "my shop"\n';
    const known = await imported('Handler: a.b', {tree: {'samconfig.toml': samconfig}});
    expect(known.made?.nameCommand).toMatch(
      /^aws cloudformation .*--stack-name 'my shop' --logical-resource-id Checkout/,
    );
    const unknown = await imported('Handler: a.b');
    expect(unknown.made?.nameCommand).toMatch(/^aws lambda list-functions --query ".*'-Checkout-'/);
  });

  it('takes what all functions have, and leaves out what only the deployment knows', async () => {
    const rest =
      'Globals:\n  Function:\n    Runtime: nodejs22.x\n    Timeout: 5\n    MemorySize: !Ref Memory\n    Environment: {Variables: {A: 1}}\n';
    const {made, gaps} = await imported('Timeout: 9\nEnvironment: {Variables: {B: 2}}\nFunctionName: x', {rest});
    expect(made).toMatchObject({settings: {runtime: 'nodejs22.x', timeout: '9s'}, variables: ['A', 'B']});
    expect(made?.settings.memory).toBeUndefined();
    expect(gaps).toEqual([expect.stringContaining('MemorySize will be is known to the deployment alone')]);
  });

  it('is packaged as sam build makes it where there is something to build', async () => {
    const {draft, made} = await imported('Handler: a.b', {tree: {'src/requirements.txt': 'six'}});
    expect(made).toMatchObject({source: '.aws-sam/build/Checkout', isBuilt: true});
    expect(draft?.build).toEqual(['sam build']);
  });

  it('of CloudFormation alone is taken where its code is a folder', async () => {
    const resources = [
      '  Plain: {Type: "AWS::Lambda::Function", Properties: {Code: ./plain, Handler: a.b, TracingConfig: {Mode: Active}}}',
      '  Inline: {Type: "AWS::Lambda::Function", Properties: {Code: {ZipFile: "x"}}}',
      '  Image: {Type: "AWS::Serverless::Function", Properties: {PackageType: Image}}',
      '  Far: {Type: "AWS::Serverless::Function", Properties: {CodeUri: "s3://a/b"}}',
    ].join('\n');
    const {draft, gaps} = await imported('Handler: a.b', {resources});
    expect(draft?.functions.map(({key, source}) => [key, source])).toEqual([
      ['Checkout', 'src'],
      ['Plain', 'plain'],
    ]);
    expect(draft?.functions[1]?.settings.tracing).toBe('Active');
    expect(gaps).toEqual([
      expect.stringMatching(/^Inline has no folder/),
      expect.stringMatching(/^Image is a container image/),
      expect.stringMatching(/^Far has no folder/),
    ]);
  });
});

describe('the deployment preference of a template', () => {
  it.each([
    ['Canary10Percent5Minutes', '10%:5m'],
    ['CodeDeployDefault.LambdaCanary10Percent30Minutes', '10%:30m'],
    ['Linear10PercentEvery1Minute', '10%:1m, 20%:1m, 30%:1m, 40%:1m, 50%:1m, 60%:1m, 70%:1m, 80%:1m, 90%:1m'],
    ['AllAtOnce', 'all-at-once'],
  ])('%s becomes the steps %s', async (type, steps) => {
    const {draft} = await imported(`AutoPublishAlias: prod\nDeploymentPreference: {Type: ${type}}`);
    expect(draft?.rollout.alias).toBe('prod');
    expect(formatSteps(draft?.rollout.steps ?? [])).toBe(steps);
    expect(draft?.rollout.steps).toBeDefined();
  });

  it('brings the alarms whose names are known, and says which are not, and that hooks are other ones here', async () => {
    const resources = [
      '  Named: {Type: "AWS::CloudWatch::Alarm", Properties: {AlarmName: errors}}',
      '  Unnamed: {Type: "AWS::CloudWatch::Alarm", Properties: {}}',
    ].join('\n');
    const preference =
      'DeploymentPreference: {Type: Mine, Alarms: [!Ref Named, !Ref Unnamed, slow], Hooks: {PreTraffic: !Ref Check}}';
    const {draft, gaps} = await imported(`FunctionName: a\n${preference}`, {resources});
    expect(draft?.rollout).toEqual({alarms: ['errors', 'slow']});
    expect(gaps).toEqual([
      expect.stringContaining('Mine is none of CodeDeploy'),
      expect.stringContaining('{"Ref":"Unnamed"} is known to the deployment alone'),
      expect.stringContaining('hooks of CodeDeploy'),
    ]);
  });

  it.each<[string, string, RegExp]>([
    [
      'the alias',
      'AutoPublishAlias: !Ref Stage',
      /what AutoPublishAlias will be, Stage, is known to the deployment alone/,
    ],
    [
      'the steps',
      'DeploymentPreference: {Type: !If [Prod, Canary10Percent5Minutes, AllAtOnce]}',
      /hangs on the condition Prod \(Canary10Percent5Minutes or AllAtOnce\); write it as steps/,
    ],
    [
      'all of it',
      'DeploymentPreference: !If [Prod, {Type: AllAtOnce}, !Ref "AWS::NoValue"]',
      /hangs on the condition Prod/,
    ],
    [
      'whether it counts',
      'DeploymentPreference: {Enabled: !If [Prod, true, false], Type: AllAtOnce}',
      /counts hangs on the condition Prod \(true or false\); here it does/,
    ],
    ['the alarms', 'DeploymentPreference: {Type: AllAtOnce, Alarms: !If [P, [a], []]}', /which alarms count is known/],
    [
      'whom it tells',
      'DeploymentPreference: {Type: AllAtOnce, TriggerConfigurations: [{}]}',
      /write whom to tell as notify/,
    ],
    [
      'what it calls',
      'DeploymentPreference: {Type: AllAtOnce, Hooks: {PreTraffic: !Ref Check}}',
      /\(PreTraffic Check\)/,
    ],
  ])('that leaves %s open is said by name', async (_what, lines, gap) => {
    expect((await imported(`FunctionName: a\n${lines}`)).gaps).toEqual([expect.stringMatching(gap)]);
  });

  it('of a configuration that the template makes gives its numbers', async () => {
    const made = (routing: string) =>
      `  Mine: {Type: "AWS::CodeDeploy::DeploymentConfig", Properties: {TrafficRoutingConfig: ${routing}}}`;
    const steps = async (routing: string) => {
      const preference = 'FunctionName: a\nDeploymentPreference: {Type: !Ref Mine}';
      const {draft, gaps} = await imported(preference, {resources: made(routing)});
      return draft?.rollout.steps === undefined ? gaps : formatSteps(draft.rollout.steps);
    };
    expect(await steps('{Type: TimeBasedCanary, TimeBasedCanary: {CanaryPercentage: 5, CanaryInterval: 7}}')).toBe(
      '5%:7m',
    );
    expect(await steps('{Type: TimeBasedLinear, TimeBasedLinear: {LinearPercentage: 40, LinearInterval: 2}}')).toBe(
      '40%:2m, 80%:2m',
    );
    expect(
      await steps('{Type: TimeBasedCanary, TimeBasedCanary: {CanaryPercentage: !Ref P, CanaryInterval: 7}}'),
    ).toEqual([expect.stringContaining('hangs on Mine')]);
  });

  it('counts for nothing when it is switched off', async () => {
    const preference = 'AutoPublishAlias: live\nDeploymentPreference: {Enabled: false, Type: AllAtOnce}';
    expect((await imported(preference)).draft?.rollout).toEqual({alias: 'live'});
  });

  it('of several functions is one here, the first, and that is said', async () => {
    const resources = '  Other: {Type: "AWS::Serverless::Function", Properties: {CodeUri: b, AutoPublishAlias: blue}}';
    const {draft, gaps} = await imported('AutoPublishAlias: live', {resources});
    expect(draft?.rollout).toEqual({alias: 'live'});
    expect(gaps).toEqual([expect.stringContaining('different aliases or deployment preferences')]);
  });
});
