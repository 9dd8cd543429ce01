import path from 'node:path';
import type {Draft, DraftFunction} from '../project/draft.js';
import {fileNames} from '../project/project-file.js';
import {type Fields, fieldsOf, listOf, textOf} from './fields.js';
import {takenSettings} from './lambda-settings.js';

/** Where the Serverless Framework deploys to when nobody says otherwise. */
const USUAL_STAGE = 'dev';
const VARIABLE = /\$\{([^${}]+)\}/;

/** The functions of a serverless.yml: each entry under `functions`. `from` is its folder as it is written from the release file's. */
export async function serverlessFile(file: string, value: unknown, from = '.'): Promise<Draft | undefined> {
  const root = fieldsOf(value);
  const provider = fieldsOf(root.provider);
  const resolve = (each: unknown) => resolved(each, root);
  const gaps: string[] = [];
  const entries = Object.entries(fieldsOf(root.functions));
  const functions = entries.flatMap(([key, entry]) => toFunction(key, fieldsOf(entry), {root, from, resolve}, gaps));
  if (functions.length === 0) return undefined;
  const stage = textOf(resolve(provider.stage)) ?? USUAL_STAGE;
  const plugins = listOf(root.plugins).map(String);
  const isBundled = plugins.some((name) => /esbuild|webpack|bundle/.test(name)) || root.build !== undefined;
  if (isBundled || (await anyInTypescript(path.dirname(file), functions))) {
    gaps.push('The framework bundles the code itself: build it into a folder of its own, and name that as source.');
  }
  if (fieldsOf(root.package).patterns !== undefined || fieldsOf(root.package).exclude !== undefined) {
    gaps.push('What package.patterns leave out belongs into .lambdaignore, in the syntax of .gitignore.');
  }
  return {
    origin: `${path.basename(file)} of the Serverless Framework: ${functions.map(({key}) => key).join(', ')}`,
    functions,
    rollout: {},
    maker: 'serverless deploy',
    build: [],
    reasons: [
      `${path.basename(file)} has ${functions.length === 1 ? 'one function' : `${functions.length} functions`}; the names are those of the stage ${stage}.`,
    ],
    gaps,
  };
}

/** The framework compiles such handlers, which have the names of their sources. */
async function anyInTypescript(folder: string, functions: readonly DraftFunction[]): Promise<boolean> {
  for (const {settings} of functions) {
    const {dir, name} = path.posix.parse(settings.handler ?? '');
    if ((await fileNames(path.join(folder, dir))).some((file) => file === `${name}.ts`)) return true;
  }
  return false;
}

interface Context {
  readonly root: Fields;
  readonly from: string;
  readonly resolve: (value: unknown) => unknown;
}

function toFunction(key: string, entry: Fields, {root, from, resolve}: Context, gaps: string[]): DraftFunction[] {
  const provider = fieldsOf(root.provider);
  if (entry.image !== undefined) {
    gaps.push(`${key} is a container image: write image: URI in place of source, handler and runtime.`);
    return [];
  }
  const service = textOf(resolve(fieldsOf(root.service).name ?? root.service));
  const stage = textOf(resolve(provider.stage)) ?? USUAL_STAGE;
  const name = entry.name === undefined ? service && `${service}-${stage}-${key}` : textOf(resolve(entry.name));
  if (name === undefined) gaps.push(`${key}: its name on AWS is put together when it is deployed: write it as name.`);
  const both = {...provider, ...entry};
  const {settings, unknown} = settingsOf(both, resolve);
  if (unknown.length > 0) {
    gaps.push(
      `${key}: what ${unknown.join(', ')} will be is known to the framework alone; left out, so it stays as it is on AWS.`,
    );
  }
  const variables = {...fieldsOf(provider.environment), ...fieldsOf(entry.environment)};
  return [{key: name ?? key, source: from, isBuilt: false, settings, variables: Object.keys(variables)}];
}

function settingsOf(fields: Fields, resolve: (value: unknown) => unknown) {
  const field = (name: string) => [name, fields[name]] as const;
  const given = {
    handler: field('handler'),
    runtime: field('runtime'),
    memory: field('memorySize'),
    timeout: field('timeout'),
    ephemeralStorage: field('ephemeralStorageSize'),
    architecture: field('architecture'),
    layers: field('layers'),
  };
  return takenSettings(given, resolve);
}

/** A value with its variables of the file itself, and the fallbacks of others; `undefined` when one is known to the framework alone. */
function resolved(value: unknown, root: Fields, depth = 0): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => resolved(item, root, depth));
    return items.includes(undefined) ? undefined : items;
  }
  if (typeof value === 'object' && value !== null)
    return 'Ref' in value || /Fn::/.test(JSON.stringify(value)) ? undefined : value;
  if (typeof value !== 'string') return value;
  const [whole, inner] = VARIABLE.exec(value) ?? [];
  if (whole === undefined || inner === undefined) return value;
  if (depth > 20) return undefined;
  const found = variableOf(inner, root);
  if (found === undefined) return undefined;
  if (whole === value) return resolved(found, root, depth + 1);
  return resolved(
    value.replace(whole, () => String(found)),
    root,
    depth + 1,
  );
}

/** `self:custom.memory`, `opt:stage, 'dev'`, `sls:stage`. */
function variableOf(inner: string, root: Fields): unknown {
  for (const part of inner.split(',').map((each) => each.trim())) {
    const literal = /^'([^']*)'$|^"([^"]*)"$/.exec(part);
    if (literal) return literal[1] ?? literal[2];
    if (/^\d+$/.test(part)) return Number(part);
    if (part === 'sls:stage') return fieldsOf(root.provider).stage ?? USUAL_STAGE;
    if (!part.startsWith('self:')) continue;
    const found = part
      .slice(5)
      .split('.')
      .reduce<unknown>((at, key) => fieldsOf(at)[key], root);
    if (found !== undefined) return found;
  }
  return undefined;
}
