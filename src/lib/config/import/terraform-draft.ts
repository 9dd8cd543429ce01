import path from 'node:path';
import {formatSteps} from '../../model/rollout/step.js';
import type {Draft, DraftFunction, DraftRollout} from '../project/draft.js';
import {namedSteps, routedSteps} from './codedeploy-steps.js';
import {fieldsOf, listOf, textOf} from './fields.js';
import {takenSettings} from './lambda-settings.js';
import {readTerraformState, type StateResource} from './terraform-state.js';

/** What is written where the state does not tell a folder of code. */
const USUAL_SOURCE = 'dist';

/**
 * The functions of a state of Terraform with their aliases, and what CodeDeploy's deployment group says of a rollout. `from` is the folder
 * Terraform runs in, as it is written from the release file's. Of variables only the names are taken, and nothing that the state calls
 * sensitive. Nothing when no function of it has a zip.
 */
export function terraformDraft(file: string, value: unknown, from = '.'): Draft | undefined {
  const resources = readTerraformState(value);
  const gaps: string[] = [];
  const functions = managed(resources, 'aws_lambda_function').flatMap(
    (resource) => toFunction(resource, {resources, from, gaps}) ?? [],
  );
  if (functions.length === 0) return undefined;
  const {alias, reasons} = aliasOf(functions, resources, gaps);
  const {rollout, reasons: more} = deploymentOf(resources, gaps);
  const names = functions.map(({key}) => key).join(', ');
  return {
    origin: `${path.basename(file)}, Terraform: ${names}`,
    functions,
    rollout: {...(alias !== undefined && {alias}), ...rollout},
    maker: 'terraform apply',
    build: [],
    reasons: [
      `${path.basename(file)} has ${functions.length === 1 ? 'one function' : `${functions.length} functions`}: ${names}.`,
      ...reasons,
      ...more,
    ],
    gaps,
  };
}

function managed(resources: readonly StateResource[], type: string): readonly StateResource[] {
  return resources.filter((each) => each.mode === 'managed' && each.type === type);
}

interface Surroundings {
  readonly resources: readonly StateResource[];
  readonly from: string;
  /** Collects what cannot be taken over. */
  readonly gaps: string[];
}

function toFunction({address, values}: StateResource, around: Surroundings): DraftFunction | undefined {
  const {gaps} = around;
  const name = textOf(values.function_name);
  if (name === undefined) {
    gaps.push(`${address}: its name is sensitive in the state, and is not written down; add the function by hand.`);
    return undefined;
  }
  if (values.package_type === 'Image') {
    gaps.push(`${name} is a container image: write image: URI in place of source.`);
    return undefined;
  }
  const {settings} = takenSettings(
    {
      handler: ['handler', values.handler],
      runtime: ['runtime', values.runtime],
      memory: ['memory_size', values.memory_size],
      timeout: ['timeout', values.timeout],
      ephemeralStorage: ['ephemeral_storage', fieldsOf(listOf(values.ephemeral_storage)[0]).size],
      architecture: ['architectures', listOf(values.architectures)[0]],
      layers: ['layers', values.layers],
      tracing: ['tracing_config', fieldsOf(listOf(values.tracing_config)[0]).mode],
    },
    (value) => value,
  );
  const {variables} = fieldsOf(listOf(values.environment)[0]);
  const {source, isBuilt} = sourceOf(name, values.filename, around) ??
    sourceInS3(values) ?? {source: USUAL_SOURCE, isBuilt: true};
  return {key: name, source, isBuilt, settings, variables: Object.keys(fieldsOf(variables)).sort()};
}

type Source = Pick<DraftFunction, 'source' | 'isBuilt'>;

/** The folder that archive_file packs, else the zip itself. */
function sourceOf(name: string, filename: unknown, {resources, from, gaps}: Surroundings): Source | undefined {
  const zip = textOf(filename);
  if (zip === undefined) return undefined;
  const archive = resources.find(
    ({type, values}) => type === 'archive_file' && samePath(textOf(values.output_path), zip),
  );
  const packed = textOf(archive?.values.source_dir);
  const source = within(from, packed ?? zip);
  if (source === undefined || (archive !== undefined && packed === undefined)) {
    gaps.push(
      `${name}: which folder its code is built into is not in the state: write it as source, in the place of ${USUAL_SOURCE}.`,
    );
    return {source: USUAL_SOURCE, isBuilt: true};
  }
  if (packed === undefined) {
    gaps.push(
      `${name}: its source is the zip that Terraform uploads, released as it is; a folder in its place is packaged here.`,
    );
  }
  return {source, isBuilt: packed === undefined};
}

function sourceInS3({s3_bucket: bucket, s3_key: key}: StateResource['values']): Source | undefined {
  const [inBucket, inKey] = [textOf(bucket), textOf(key)];
  return inBucket === undefined || inKey === undefined
    ? undefined
    : {source: `s3://${inBucket}/${inKey}`, isBuilt: true};
}

function samePath(one: string | undefined, other: string): boolean {
  return one !== undefined && path.posix.normalize(one) === path.posix.normalize(other);
}

/** As it is written from the release file's folder; nothing when it is not in it. */
function within(from: string, place: string): string | undefined {
  const joined = path.posix.join(from, place.replaceAll('\\', '/')).replace(/(?<=.)\/$/, '');
  return path.posix.isAbsolute(place) || joined.startsWith('..') ? undefined : joined;
}

/** A release file has one alias for all its functions: the one that most of them have. */
function aliasOf(functions: readonly DraftFunction[], resources: readonly StateResource[], gaps: string[]) {
  const aliases = managed(resources, 'aws_lambda_alias').flatMap(({values}) => {
    const of = functions.find(({key}) => key === bareName(values.function_name))?.key;
    const alias = textOf(values.name);
    return of === undefined || alias === undefined ? [] : [{of, alias, values}];
  });
  const timesOf = (name: string) => aliases.filter((each) => each.alias === name).length;
  const [alias] = aliases.map((each) => each.alias).sort((one, other) => timesOf(other) - timesOf(one));
  const having = aliases.filter((each) => each.alias === alias);
  for (const {of, alias: name, values} of aliases) {
    if (name !== alias) gaps.push(`${of} has the alias ${name} too; the release file has one alias for all: ${alias}.`);
    if (values.function_version === '$LATEST') {
      gaps.push(`${of}:${name} points at $LATEST, beside which AWS takes no weights: let it point at a version first.`);
    }
    if (listOf(values.routing_config).length > 0) {
      gaps.push(`${of}:${name} had weights when Terraform last looked: end what moves them before the first release.`);
    }
    const provisioned = managed(resources, 'aws_lambda_provisioned_concurrency_config').some(
      (each) => bareName(each.values.function_name) === of && each.values.qualifier === name,
    );
    if (provisioned) {
      gaps.push(
        `${of}:${name} has provisioned concurrency on the alias, beside which AWS takes no weights: see "concurrency provision".`,
      );
    }
  }
  for (const {key} of functions) {
    if (alias === undefined || !having.some(({of}) => of === key)) {
      gaps.push(`${key} has no alias ${alias ?? ''} in the state, and callers have to call one.`.replace('  ', ' '));
    }
  }
  return {alias, reasons: alias === undefined ? [] : [`aws_lambda_alias names the alias: ${alias}.`]};
}

/** The function's name, of that name or of an ARN, with or without a qualifier. */
export function bareName(value: unknown): string | undefined {
  const text = textOf(value);
  return text?.startsWith('arn:') ? text.split(':')[6] : text?.split(':')[0];
}

/** Which function a deployment group deploys stands in no state, only in the AppSpec of each deployment. */
function deploymentOf(
  resources: readonly StateResource[],
  gaps: string[],
): {readonly rollout: DraftRollout; readonly reasons: readonly string[]} {
  const groups = managed(resources, 'aws_codedeploy_deployment_group').filter((group) => isOfLambda(group, resources));
  const [group, ...others] = groups;
  if (group === undefined) return {rollout: {}, reasons: []};
  const {
    deployment_config_name: configured,
    alarm_configuration: alarming,
    trigger_configuration: triggers,
  } = group.values;
  const name = textOf(group.values.deployment_group_name) ?? group.address;
  const configuration = textOf(configured) ?? '';
  const steps = namedSteps(configuration) ?? stepsMade(configuration, resources);
  const {alarms: listed, enabled} = fieldsOf(listOf(alarming)[0]);
  const alarms = enabled === false ? [] : listOf(listed).flatMap((alarm) => textOf(alarm) ?? []);
  if (others.length > 0) {
    const left = others.map(({values, address}) => textOf(values.deployment_group_name) ?? address).join(', ');
    gaps.push(`The deployment group ${name} stands for all of them here; the state has more: ${left}.`);
  }
  if (steps === undefined) {
    gaps.push(`${name}: the deployment configuration ${configuration} is not in the state; write it as steps.`);
  }
  if (listOf(triggers).length > 0)
    gaps.push(`${name}: trigger_configuration tells a topic of SNS; write whom to tell as notify.`);
  gaps.push(
    `${name}: hooks of CodeDeploy stand in the AppSpec, not in the state; write smoke tests, or a command as hooks.beforePromote.`,
  );
  return {
    rollout: {...(steps && {steps}), ...(alarms.length > 0 && {alarms})},
    reasons: [
      ...(steps === undefined ? [] : [`The deployment group ${name} gives the steps: ${formatSteps(steps)}.`]),
      ...(alarms.length === 0 ? [] : [`Its alarms take a version back here too: ${alarms.join(', ')}.`]),
    ],
  };
}

/** CodeDeploy deploys servers and containers too. */
export function isOfLambda({type, values}: StateResource, resources: readonly StateResource[]): boolean {
  if (type !== 'aws_codedeploy_deployment_group') return values.compute_platform === 'Lambda';
  const app = managed(resources, 'aws_codedeploy_app').find((each) => each.values.name === values.app_name);
  return (values.compute_platform ?? app?.values.compute_platform) === 'Lambda';
}

function stepsMade(configuration: string, resources: readonly StateResource[]) {
  const made = managed(resources, 'aws_codedeploy_deployment_config').find(
    ({values}) => values.deployment_config_name === configuration,
  );
  const {
    type,
    time_based_canary: canary,
    time_based_linear: linear,
  } = fieldsOf(listOf(made?.values.traffic_routing_config)[0]);
  return routedSteps(type, fieldsOf(listOf(canary)[0]), fieldsOf(listOf(linear)[0]));
}
