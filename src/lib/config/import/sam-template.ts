import path from 'node:path';
import {parse} from 'smol-toml';
import {shellQuoted} from '../../model/shell-quoted.js';
import type {Draft, DraftFunction} from '../project/draft.js';
import {fileNames, parsedAs, projectText} from '../project/project-file.js';
import {type Fields, fieldsOf, textOf} from './fields.js';
import {toDraftSettings} from './lambda-settings.js';
import {samRollout} from './sam-rollout.js';
import {type TemplateValues, templateValue} from './template-value.js';

const SERVERLESS = 'AWS::Serverless::Function';
const PLAIN = 'AWS::Lambda::Function';
/** Manifests that make `sam build` install something into what is deployed. */
const MANIFESTS: ReadonlySet<string> = new Set(['requirements.txt', 'package.json', 'pyproject.toml']);

/** Names a template of SAM or CloudFormation has by itself. */
export const TEMPLATE_NAMES = ['template.yaml', 'template.yml', 'template.json', 'sam.yaml'] as const;

/** A template, and the folder it lies in. */
interface Template extends TemplateValues {
  readonly resources: Fields;
  readonly globals: Fields;
  readonly folder: string;
}

/**
 * The functions of a template of AWS SAM, or of CloudFormation as `aws cloudformation package` takes it, with what AutoPublishAlias and
 * DeploymentPreference say about their rollout. `from` is the folder of the template as it is written from the release file's. Nothing
 * when there is no function with a folder of code in it. Throws UsageError.
 */
export async function samTemplate(file: string, value: unknown, from = '.'): Promise<Draft | undefined> {
  const {Resources, Globals, Parameters, Mappings} = fieldsOf(value);
  const template: Template = {
    resources: fieldsOf(Resources),
    globals: fieldsOf(fieldsOf(Globals).Function),
    parameters: fieldsOf(Parameters),
    mappings: fieldsOf(Mappings),
    folder: path.dirname(file),
  };
  const stack = await stackName(template.folder);
  const gaps: string[] = [];
  const coded: {
    readonly id: string;
    readonly code: string;
    readonly properties: Fields;
    readonly needsBuild: boolean;
  }[] = [];
  for (const [id, resource] of Object.entries(template.resources)) {
    const {Type, Properties, Metadata} = fieldsOf(resource);
    if (Type !== SERVERLESS && Type !== PLAIN) continue;
    const properties = Type === SERVERLESS ? withGlobals(template.globals, fieldsOf(Properties)) : fieldsOf(Properties);
    const code = templateValue(Type === SERVERLESS ? properties.CodeUri : properties.Code, template);
    if (templateValue(properties.PackageType, template) === 'Image') {
      gaps.push(`${id} is a container image: write image: URI in place of source, handler and runtime.`);
    } else if (typeof code !== 'string' || code.startsWith('s3://')) {
      gaps.push(`${id} has no folder of code in the template: name it as source, once there is one.`);
    } else {
      const names = await fileNames(path.join(template.folder, code));
      const needsBuild = fieldsOf(Metadata).BuildMethod !== undefined || names.some((name) => MANIFESTS.has(name));
      coded.push({id, code: path.posix.normalize(code.replaceAll('\\', '/')), properties, needsBuild});
    }
  }
  if (coded.length === 0) return undefined;
  // It builds all of them or none.
  const isBuilt = coded.some(({needsBuild}) => needsBuild);
  const found = coded.map(({id, code, properties}) => {
    const source = path.posix.join(from, isBuilt ? `.aws-sam/build/${id}` : code).replace(/(?<=.)\/$/, '');
    return {made: {...toFunction(id, properties, {template, stack, gaps}), source, isBuilt}, properties};
  });
  const {rollout, reasons, gaps: left} = samRollout(found, template);
  const isSam = Object.values(template.resources).some((resource) => fieldsOf(resource).Type === SERVERLESS);
  const inFolder = from === '.' ? '' : ` --template ${shellQuoted(path.posix.join(from, path.basename(file)))}`;
  const build = `sam build${inFolder === '' ? '' : `${inFolder} --build-dir ${shellQuoted(path.posix.join(from, '.aws-sam/build'))}`}`;
  return {
    origin: `${path.basename(file)}, ${isSam ? 'AWS SAM' : 'CloudFormation'}: ${found.map(({made}) => made.key).join(', ')}`,
    functions: found.map(({made}) => made),
    rollout,
    maker: isSam ? 'sam deploy' : 'the stack',
    build: isBuilt ? [build] : [],
    reasons: [
      `${path.basename(file)} has ${found.length === 1 ? 'one function' : `${found.length} functions`}: ${found.map(({made}) => made.key).join(', ')}.`,
      ...(isBuilt ? ['Their code is what sam build makes of it, below .aws-sam/build.'] : []),
      ...reasons,
    ],
    gaps: [...gaps, ...left],
  };
}

interface Surroundings {
  readonly template: Template;
  readonly stack: string | undefined;
  /** Collects what cannot be taken over. */
  readonly gaps: string[];
}

function toFunction(
  id: string,
  properties: Fields,
  {template, stack, gaps}: Surroundings,
): Omit<DraftFunction, 'source' | 'isBuilt'> {
  const name = textOf(templateValue(properties.FunctionName, template));
  const {settings, unknown} = toDraftSettings(properties, (value) => templateValue(value, template));
  if (unknown.length > 0) {
    gaps.push(
      `${id}: what ${unknown.join(', ')} will be is known to the deployment alone; left out, so it stays as it is on AWS.`,
    );
  }
  if (properties.ProvisionedConcurrencyConfig !== undefined) {
    gaps.push(
      `${id} has provisioned concurrency on its alias, beside which AWS takes no weights: see "concurrency provision".`,
    );
  }
  const {Variables} = fieldsOf(properties.Environment);
  return {
    key: name ?? id,
    ...(name === undefined && {nameCommand: nameCommand(id, stack)}),
    settings,
    variables: Object.keys(fieldsOf(Variables)),
  };
}

/** Values of a function go before those of all functions; of lists and mappings both count (SAM specification, "Globals"). */
function withGlobals(globals: Fields, own: Fields): Fields {
  const merged: Record<string, unknown> = {...globals, ...own};
  for (const [name, value] of Object.entries(globals)) {
    const mine = own[name];
    if (Array.isArray(value) && Array.isArray(mine)) merged[name] = [...value, ...mine];
    else if (Object.keys(fieldsOf(value)).length > 0 && Object.keys(fieldsOf(mine)).length > 0) {
      merged[name] = withGlobals(fieldsOf(value), fieldsOf(mine));
    }
  }
  return merged;
}

/** Without its stack the name is only known by the logical id that is in it. */
function nameCommand(id: string, stack: string | undefined): string {
  if (stack === undefined) {
    return `aws lambda list-functions --query "Functions[?contains(FunctionName, '-${id}-')].FunctionName" --output text`;
  }
  const words = ['--stack-name', shellQuoted(stack), '--logical-resource-id', id];
  return `aws cloudformation describe-stack-resource ${words.join(' ')} --query StackResourceDetail.PhysicalResourceId --output text`;
}

/** The stack that `sam deploy` makes, by samconfig.toml. */
async function stackName(folder: string): Promise<string | undefined> {
  const text = await projectText(folder, 'samconfig.toml');
  if (text === undefined) return undefined;
  const {default: ofDefault} = parsedAs('TOML', path.join(folder, 'samconfig.toml'), () => parse(text));
  for (const command of ['deploy', 'global']) {
    const {parameters} = fieldsOf(fieldsOf(ofDefault)[command]);
    const name = textOf(fieldsOf(parameters).stack_name);
    if (name !== undefined) return name;
  }
  return undefined;
}

/** Whether a document is a template of CloudFormation: it has resources of AWS. */
export function isTemplate(value: unknown): boolean {
  const resources = Object.values(fieldsOf(fieldsOf(value).Resources));
  return resources.some((resource) => textOf(fieldsOf(resource).Type)?.startsWith('AWS::'));
}
