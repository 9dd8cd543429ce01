import {profileNames} from '../../aws/profiles.js';
import {ROLLOUT_DEFAULTS} from '../../config/rollout-defaults.js';
import {glanceOf} from '../../service/environment/glance-of.js';
import {helpTopics} from '../help/help-words.js';
import {loadConfig} from '../main.js';
import {NamesOnAws} from './names-on-aws.js';
import {type Candidate, type NameKind, wantedAt} from './wanted.js';

interface Environment {
  readonly [name: string]: string | undefined;
}

/** What a shell shows instead when files are wanted. */
const FILES = ':files';

/**
 * What may stand in the place of the last of these words, a candidate a line with its description behind a tab; `:files` for files. Never
 * fails: where nobody knows, there is nothing.
 */
export async function complete(words: readonly string[], environment: Environment): Promise<string> {
  const {commands} = await loadConfig();
  const wanted = wantedAt(words, commands as Parameters<typeof wantedAt>[1]);
  if (wanted.kind === 'files') return `${FILES}\n`;
  const last = words.at(-1) ?? '';
  const candidates =
    wanted.kind === 'words'
      ? [...wanted.candidates, ...(await pagesFor(words))]
      : await namesFor(wanted.names, {words, last, functionName: wanted.functionName, environment});
  return candidates
    .filter(({value}) => value.startsWith(last))
    .map(({value, description = ''}) => `${value}\t${description.replace(/\s+/g, ' ').slice(0, 80)}\n`)
    .join('');
}

/** `help` shows pages beside the commands. */
async function pagesFor([first, ...rest]: readonly string[]): Promise<readonly Candidate[]> {
  return first === 'help' && rest.length === 1
    ? (await helpTopics()).map((value) => ({value, description: 'Page.'}))
    : [];
}

interface NamesQuestion {
  readonly words: readonly string[];
  readonly last: string;
  readonly functionName: string | undefined;
  readonly environment: Environment;
}

async function namesFor(
  kind: NameKind,
  {words, last, functionName, environment}: NamesQuestion,
): Promise<readonly Candidate[]> {
  if (kind === 'profile') return (await profileNames()).map((value) => ({value}));
  const options = optionsIn(words, environment);
  const glanced = await glanceOf(
    kind === 'environment' ? {...options, environment: undefined} : options,
    process.cwd(),
    true,
  );
  const {glance} = glanced;
  if (kind === 'environment') return (glance?.environments ?? []).map((value) => ({value}));
  const onAws = (name: string) => glance?.functionNames.get(name) ?? name;
  const aws = new NamesOnAws(options, glanced, environment);
  if (functionName !== undefined) return aws.versions(onAws(functionName));
  const alias = glance?.alias ?? ROLLOUT_DEFAULTS.alias;
  const [begun = '', qualifier] = last.split(':');
  if (qualifier !== undefined) {
    const ours = glance?.functionNames.has(begun) ? [{value: alias}] : [];
    const versions = kind === 'function' ? await aws.versions(onAws(begun)) : [];
    const known = new Map(
      [...ours, ...(await aws.aliases(onAws(begun))), ...versions].map((each) => [each.value, each]),
    );
    return [...known.values()].map((each) => ({...each, value: `${begun}:${each.value}`}));
  }
  const own = [...(glance?.functionNames ?? [])].map(([value, description]) => ({value, description}));
  const names = new Map([...own, ...(await aws.functions())].map((each) => [each.value, each]));
  return [...names.values()].map((each) => (kind === 'alias' ? {...each, value: `${each.value}:${alias}`} : each));
}

/** What was typed of the place, or a variable says. */
function optionsIn(words: readonly string[], environment: Environment) {
  const option = (name: string) => {
    const index = words.indexOf(`--${name}`);
    const typed = index < 0 ? undefined : words[index + 1];
    return typed || environment[`LAMBDA_RELEASE_${name.toUpperCase()}`] || undefined;
  };
  return {
    config: option('config'),
    environment: option('environment'),
    region: option('region'),
    profile: option('profile'),
  };
}
