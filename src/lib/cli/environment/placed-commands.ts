import type {Config} from '@oclif/core';
import {namedEnvironments} from '../../config/environment/named-environments.js';
import {shellQuoted} from '../../model/shell-quoted.js';
import type {CommandPlace} from '../../service/environment/place-of.js';

/** Where a command's words end: before its arguments and flags, or with its line, its sentence or its quotes. */
const END = `(?= |$|[.,;:)"'\\n])`;

/** Those of the AWS CLI: a service and an operation, which has two words at least. */
const AWS_COMMAND = new RegExp(`\\baws [a-z0-9]+ [a-z]+(?:-[a-z0-9]+)+${END}`, 'gm');

interface KnownCommand {
  /** Its words, without the binary: `rollout abort`. */
  readonly words: string;
  /** Whether it can be told where to act. */
  readonly hasPlace: boolean;
}

interface TypedPlace {
  readonly environment?: string | undefined;
  readonly region?: string | undefined;
  readonly profile?: string | undefined;
  readonly config?: string | undefined;
}

/**
 * Makes printed commands act where this one does: ours get its environment and what else was typed of the place, those of the AWS CLI the
 * region and the profile, as far as they are known: of several regions an error says itself which one it is of. Other words are left as they are. What a role does the AWS CLI cannot be told so.
 */
export function placedCommands(
  bin: string,
  commands: readonly KnownCommand[],
  typed: TypedPlace,
  {region, regions, profile, role}: Pick<CommandPlace, 'region' | 'regions' | 'profile' | 'role'>,
): (text: string) => string {
  const ofAws = {...(regions === undefined && {region}), ...(role === undefined && {profile})};
  // The longest first: `rollout status` before `rollout`.
  const words = commands.filter(({hasPlace}) => hasPlace).map((each) => each.words);
  const alternatives = words.sort((one, other) => other.length - one.length).join('|');
  const ourCommand = new RegExp(`\\b${bin} (?:${alternatives})${END}`, 'gm');
  return (text) =>
    text
      .replace(ourCommand, placing(typed, ['environment', 'config', 'region', 'profile']))
      .replace(AWS_COMMAND, placing(ofAws, ['region', 'profile']));
}

/**
 * The same for the commands there are, by what was typed; variables of this shell may not be there in another one, but for the environment.
 * A command through several places gives none: the AWS CLI knows no environments, and each text says itself where it is.
 */
export function placedIn(
  {bin, commands}: Pick<Config, 'bin' | 'commands'>,
  {
    flags,
    typed,
    place,
  }: {readonly flags: TypedPlace; readonly typed: ReadonlySet<string>; readonly place: CommandPlace},
): (text: string) => string {
  const known = commands.map(({id, flags: own}) => ({words: id.replaceAll(':', ' '), hasPlace: 'environment' in own}));
  const {environment, ...rest} = flags;
  const asked = {
    environment,
    region: typed.has('region') ? rest.region : undefined,
    profile: typed.has('profile') ? rest.profile : undefined,
    // What says where the environment is.
    config: environment && typed.has('config') ? rest.config : undefined,
  };
  return placedCommands(bin, known, asked, place);
}

/** A command as it was typed, once more for a shell; `id` is that of oclif: `rollout:start`. */
export function commandLine(bin: string, id: string, argv: readonly string[]): string {
  return [bin, ...id.split(':'), ...argv.map(shellQuoted)].join(' ');
}

/** Commands that go through several environments; every other one has to be told which. */
const THROUGH_PLACES = / (?:deploy|train [a-z]+)$/;

/** Puts what is known of a place behind the words of a command, but for what the rest of its line says already. */
function placing(values: TypedPlace, names: readonly (keyof TypedPlace)[]) {
  const isSeveral = namedEnvironments(values.environment).length > 1;
  return (command: string, at: number, text: string): string => {
    const [rest = ''] = text.slice(at + command.length).split('\n', 1);
    const flags = names.map((name) => {
      const value = values[name];
      if (name === 'environment' && isSeveral && !THROUGH_PLACES.test(command)) return '';
      return value && !new RegExp(` --${name}[ =]`).test(rest) ? ` --${name} ${shellQuoted(value)}` : '';
    });
    return `${command}${flags.join('')}`;
  };
}
