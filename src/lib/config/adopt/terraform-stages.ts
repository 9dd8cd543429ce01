import type {Edit, Stage} from '../../model/adoption.js';
import {fieldsOf} from '../import/fields.js';
import {bareName, isOfLambda} from '../import/terraform-draft.js';
import {readTerraformState, type StateResource} from '../import/terraform-state.js';
import type {DraftFunction, DraftSettings} from '../project/draft.js';

/** Arguments that say a function's code, of which it has some. */
const CODE = ['filename', 'source_code_hash', 's3_bucket', 's3_key', 's3_object_version'];
/** What a release writes of an alias. */
const ROUTING = ['function_version', 'routing_config', 'description'];

const ARGUMENTS: Readonly<Partial<Record<keyof DraftSettings, string>>> = {
  handler: 'handler',
  runtime: 'runtime',
  memory: 'memory_size',
  timeout: 'timeout',
  ephemeralStorage: 'ephemeral_storage',
  architecture: 'architectures',
  layers: 'layers',
  tracing: 'tracing_config',
};

/**
 * What tells Terraform to leave code and alias of these functions alone, and then to take CodeDeploy away. Terraform 1.11 with provider
 * 5.100 has no changes afterwards, whatever is released: test/docs/coming-from/adopt.test.ts.
 */
export function terraformStages(value: unknown, functions: readonly DraftFunction[]): readonly Stage[] {
  const resources = readTerraformState(value).filter(({mode}) => mode === 'managed');
  const isOurs = ({values}: StateResource) => functions.some(({key}) => key === bareName(values.function_name));
  const made = resources.filter((each) => each.type === 'aws_lambda_function' && isOurs(each));
  const aliases = resources.filter((each) => each.type === 'aws_lambda_alias' && isOurs(each));
  const deploying = resources.filter((each) => each.type.startsWith('aws_codedeploy_') && isOfLambda(each, resources));
  const settings = functions.flatMap((each) => Object.keys(fieldsOf(each.settings)) as (keyof DraftSettings)[]);
  const taken = [...new Set(settings)].flatMap((setting) => ARGUMENTS[setting] ?? []);
  const isPublishing = made.some(({values}) => values.publish === true);
  const inModule = [...made, ...aliases, ...deploying].some(({block}) => block.includes(' of module.'));
  const ignored: Stage = {
    why: [
      'Terraform leaves code, versions, routing and our tags alone. Where a block has a lifecycle, the names go into it.',
      isPublishing
        ? 'The plan may say publish = true -> false and nothing else; no traffic moves.'
        : 'The plan has to say that nothing changes.',
      ...(inModule
        ? [
            'A block of a module stands in its source; of a module from a registry, take a copy unless one of its variables says this.',
          ]
        : []),
    ].join(' '),
    edits: [
      {action: 'add', place: 'provider "aws"', lines: ['ignore_tags { key_prefixes = ["lambda-release:"] }']},
      ...perBlock(made, ({values}) => [
        ...(values.publish === true ? ['publish = false # in the place of true'] : []),
        ...ignoring([...CODE, ...taken]),
      ]),
      ...perBlock(aliases, () => ignoring(ROUTING)),
    ],
    commands: ['terraform plan', 'terraform apply'],
  };
  const removed: Stage = {
    why: 'CodeDeploy goes. Terraform destroys what is named here and touches neither function nor alias.',
    edits: perBlock(deploying, () => []).map((edit) => ({...edit, action: 'remove'})),
    commands: ['terraform plan', 'terraform apply'],
  };
  return deploying.length > 0 ? [ignored, removed] : [ignored];
}

/** One for each block, however many objects it makes. */
function perBlock(
  resources: readonly StateResource[],
  linesOf: (resource: StateResource) => readonly string[],
): readonly Edit[] {
  const blocks = new Map(resources.map((each) => [each.block, linesOf(each)]));
  return [...blocks].map(([place, lines]) => ({action: 'add', place, lines}));
}

function ignoring(names: readonly string[]): readonly string[] {
  return ['lifecycle {', `  ignore_changes = [${names.join(', ')}]`, '}'];
}
