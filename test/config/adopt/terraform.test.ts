import {describe, expect, it} from 'vitest';
import {ownedFunctions} from '../../../src/lib/config/adopt/owned-file.js';
import {formatSteps} from '../../../src/lib/model/rollout/step.js';
import {tempFolder} from '../../package/temp-folder.js';

interface Made {
  readonly type: string;
  readonly name?: string;
  readonly mode?: 'data';
  readonly module?: string;
  readonly index?: string | number;
  readonly values: Readonly<Record<string, unknown>>;
  readonly sensitive?: string;
}

const FUNCTION: Made = {
  type: 'aws_lambda_function',
  name: 'checkout',
  values: {function_name: 'checkout', filename: 'build/checkout.zip', memory_size: 256, timeout: 30, publish: true},
};
const ALIAS: Made = {
  type: 'aws_lambda_alias',
  name: 'live',
  values: {function_name: 'checkout', name: 'prod', function_version: '7', routing_config: []},
};
const GROUP: Made = {
  type: 'aws_codedeploy_deployment_group',
  name: 'checkout',
  values: {
    app_name: 'shop',
    deployment_group_name: 'checkout',
    deployment_config_name: 'CodeDeployDefault.LambdaLinear10PercentEvery1Minute',
    alarm_configuration: [{alarms: ['checkout-5xx'], enabled: true}],
  },
};
const APP: Made = {type: 'aws_codedeploy_app', name: 'shop', values: {name: 'shop', compute_platform: 'Lambda'}};

/** A state file as Terraform writes it. */
function stateFile(made: readonly Made[]) {
  const resources = made.map(({type, name = 'it', mode = 'managed', module, index, values, sensitive}) => ({
    ...{type, name, mode, module},
    instances: [
      {
        index_key: index,
        attributes: values,
        sensitive_attributes: sensitive === undefined ? [] : [[{type: 'get_attr', value: sensitive}]],
      },
    ],
  }));
  return {version: 4, terraform_version: '1.11.4', resources};
}

/** The same as `terraform show -json` tells it. */
function shown(made: readonly Made[]) {
  const resourcesOf = (module: string | undefined) =>
    made
      .filter((each) => each.module === module)
      .map(({type, name = 'it', mode = 'managed', index, values, sensitive}) => ({
        ...{type, name, mode, index, values},
        sensitive_values: sensitive === undefined ? {} : {[sensitive]: [{deep: true}], other: [{}]},
      }));
  const modules = [...new Set(made.flatMap(({module}) => module ?? []))];
  return {
    format_version: '1.0',
    terraform_version: '1.11.4',
    values: {
      root_module: {
        resources: resourcesOf(undefined),
        child_modules: modules.map((address) => ({address, resources: resourcesOf(address)})),
      },
    },
  };
}

async function read(document: object, file = 'terraform.tfstate') {
  const {draft, stagesOf} = await ownedFunctions(tempFolder(), file, JSON.stringify(document));
  return {
    draft,
    stages: stagesOf(
      draft.functions.map((each) => ({...each, settings: {}})),
      'live',
    ),
    stagesOf,
  };
}

describe.each([
  ['a state file', stateFile],
  ['terraform show -json', shown],
])('%s', (_what, written) => {
  it('gives functions, the alias, steps and alarms', async () => {
    const {draft} = await read(written([FUNCTION, ALIAS, GROUP, APP]));
    expect(draft.functions).toMatchObject([
      {key: 'checkout', source: 'build/checkout.zip', settings: {memory: 256, timeout: '30s'}},
    ]);
    expect(draft.rollout).toMatchObject({alias: 'prod', alarms: ['checkout-5xx']});
    expect(formatSteps(draft.rollout.steps ?? []).split(', ')).toHaveLength(9);
  });

  it('keeps what it calls sensitive, and every value of a variable, to itself', async () => {
    const environment = [{variables: {TOKEN: 'hush-1'}}];
    const secret = {...FUNCTION, values: {...FUNCTION.values, environment, handler: 'hush-2'}, sensitive: 'handler'};
    const unnamed = {...FUNCTION, name: 'hidden', values: {function_name: 'hush-3'}, sensitive: 'function_name'};
    const {draft, stages} = await read(written([secret, unnamed, ALIAS]));
    expect(draft.functions).toMatchObject([{key: 'checkout', variables: ['TOKEN']}]);
    expect(JSON.stringify([draft, stages])).not.toContain('hush');
    expect(draft.gaps).toContainEqual(expect.stringMatching(/^aws_lambda_function\.hidden: its name is sensitive/));
  });

  it('tells each block once, with its module, whatever its count', async () => {
    const copy = (module: string, index: number): Made => ({
      ...FUNCTION,
      ...{module, index, name: 'api'},
      values: {...FUNCTION.values, function_name: `${module.replace(/\W+/g, '-')}${index}`},
    });
    const {draft, stages} = await read(
      written([copy('module.shop["eu"]', 0), copy('module.shop["eu"]', 1), copy('module.shop["us"]', 0)]),
    );
    expect(draft.functions).toHaveLength(3);
    expect(stages[0]?.edits.map(({place}) => place)).toEqual([
      'provider "aws"',
      'resource "aws_lambda_function" "api" of module.shop',
    ]);
    expect(stages[0]?.why).toContain('A block of a module stands in its source');
  });
});

describe('a state', () => {
  it('is told to leave code and routing alone, and then CodeDeploy goes', async () => {
    const {stages} = await read(stateFile([FUNCTION, ALIAS, GROUP, APP]));
    expect(stages.map(({edits}) => edits)).toEqual([
      [
        {action: 'add', place: 'provider "aws"', lines: ['ignore_tags { key_prefixes = ["lambda-release:"] }']},
        {
          action: 'add',
          place: 'resource "aws_lambda_function" "checkout"',
          lines: [
            'publish = false # in the place of true',
            'lifecycle {',
            '  ignore_changes = [filename, source_code_hash, s3_bucket, s3_key, s3_object_version]',
            '}',
          ],
        },
        {
          action: 'add',
          place: 'resource "aws_lambda_alias" "live"',
          lines: ['lifecycle {', '  ignore_changes = [function_version, routing_config, description]', '}'],
        },
      ],
      [
        {action: 'remove', place: 'resource "aws_codedeploy_deployment_group" "checkout"', lines: []},
        {action: 'remove', place: 'resource "aws_codedeploy_app" "shop"', lines: []},
      ],
    ]);
  });

  it('leaves alone what deploys servers, and functions that are not taken over', async () => {
    const server = {...APP, name: 'fleet', values: {name: 'fleet', compute_platform: 'Server'}};
    const other = {...FUNCTION, name: 'out', values: {...FUNCTION.values, function_name: 'out'}};
    const {draft, stagesOf} = await read(stateFile([FUNCTION, other, server]));
    const [stage, ...more] = stagesOf(
      draft.functions.filter(({key}) => key === 'out'),
      'live',
    );
    expect(more).toEqual([]);
    expect(stage?.edits.map(({place}) => place)).toEqual(['provider "aws"', 'resource "aws_lambda_function" "out"']);
    expect(stage?.edits[1]?.lines.join()).toContain('memory_size, timeout');
  });

  it.each<[string, string, Readonly<Record<string, unknown>>, Readonly<Record<string, unknown>>]>([
    ['the folder archive_file packs', 'src', {}, {source_dir: './src/', output_path: './build/checkout.zip'}],
    ['what it can only guess', 'dist', {}, {source_file: 'a.js', output_path: 'build/checkout.zip'}],
    ['an object of S3', 's3://builds/a.zip', {filename: null, s3_bucket: 'builds', s3_key: 'a.zip'}, {}],
    ['what is not below it', 'dist', {filename: '../checkout.zip'}, {}],
  ])('has as its source %s', async (_what, source, values, archive) => {
    const packing: Made = {type: 'archive_file', mode: 'data', values: archive};
    const {draft} = await read(stateFile([{...FUNCTION, values: {...FUNCTION.values, ...values}}, packing]));
    expect(draft.functions[0]?.source).toBe(source);
    expect(draft.gaps.some((gap) => gap.includes('write it as source'))).toBe(source === 'dist');
  });

  it('gives the numbers of a configuration of its own', async () => {
    const config = (routing: object): Made => ({
      type: 'aws_codedeploy_deployment_config',
      values: {deployment_config_name: 'mine', compute_platform: 'Lambda', traffic_routing_config: [routing]},
    });
    const group = {...GROUP, values: {...GROUP.values, deployment_config_name: 'mine'}};
    const stepsOf = async (routing: object) => {
      const {draft} = await read(stateFile([FUNCTION, group, APP, config(routing)]));
      return draft.rollout.steps && formatSteps(draft.rollout.steps);
    };
    expect(await stepsOf({type: 'TimeBasedCanary', time_based_canary: [{percentage: 5, interval: 7}]})).toBe('5%:7m');
    expect(await stepsOf({type: 'TimeBasedLinear', time_based_linear: [{percentage: 50, interval: 2}]})).toBe('50%:2m');
    expect(await stepsOf({type: 'Unheard'})).toBeUndefined();
  });

  it.each<[string, readonly Made[], RegExp]>([
    ['no alias', [FUNCTION], /checkout has no alias in the state/],
    [
      '$LATEST',
      [FUNCTION, {...ALIAS, values: {...ALIAS.values, function_version: '$LATEST'}}],
      /prod points at \$LATEST/,
    ],
    [
      'weights',
      [FUNCTION, {...ALIAS, values: {...ALIAS.values, routing_config: [{additional_version_weights: {8: 0.1}}]}}],
      /had weights when Terraform last looked/,
    ],
    ['two aliases', [FUNCTION, ALIAS, {...ALIAS, values: {...ALIAS.values, name: 'beta'}}], /alias beta too/],
    [
      'provisioned concurrency',
      [
        FUNCTION,
        ALIAS,
        {type: 'aws_lambda_provisioned_concurrency_config', values: {function_name: 'checkout', qualifier: 'prod'}},
      ],
      /checkout:prod has provisioned concurrency/,
    ],
    [
      'a topic',
      [FUNCTION, ALIAS, APP, {...GROUP, values: {...GROUP.values, trigger_configuration: [{}]}}],
      /trigger_configuration tells a topic/,
    ],
    [
      'a second group',
      [FUNCTION, ALIAS, APP, GROUP, {...GROUP, values: {...GROUP.values, deployment_group_name: 'other'}}],
      /the state has more: other/,
    ],
    [
      'an unknown configuration',
      [FUNCTION, ALIAS, APP, {...GROUP, values: {...GROUP.values, deployment_config_name: 'mine'}}],
      /the deployment configuration mine is not in the state/,
    ],
    ['hooks', [FUNCTION, ALIAS, APP, GROUP], /hooks of CodeDeploy stand in the AppSpec/],
  ])('with %s says so by name', async (_what, made, gap) => {
    expect((await read(stateFile(made))).draft.gaps).toContainEqual(expect.stringMatching(gap));
  });
});

it.each([
  ['a state without a function', stateFile([]), /no function whose code is a zip/],
  ['something else', {hello: 1}, /no state of Terraform and no template of SAM/],
  [
    'a container image alone',
    stateFile([{...FUNCTION, values: {function_name: 'a', package_type: 'Image'}}]),
    /no function/,
  ],
])('%s is refused, with the way out', async (_what, document, message) => {
  await expect(read(document)).rejects.toMatchObject({code: 'OWNER_UNKNOWN', message: expect.stringMatching(message)});
});
