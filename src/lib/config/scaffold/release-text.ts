import {stringify} from 'yaml';
import {formatSteps} from '../../model/rollout/step.js';
import type {Draft, DraftFunction, DraftSettings} from '../project/draft.js';

/** What a new release file says. */
export interface ReleaseTextSpec extends Pick<Draft, 'functions' | 'rollout'> {
  readonly alias: string;
  /** Where editors find the schema. */
  readonly schema: string;
  /** What a person has to decide before the first release, each a comment above the functions. */
  readonly open?: readonly string[];
}

/** In the order of the template. */
const SETTINGS: readonly (keyof DraftSettings)[] = [
  'build',
  'handler',
  'runtime',
  'memory',
  'timeout',
  'ephemeralStorage',
  'architecture',
  'layer',
  'layers',
  'tracing',
  'role',
];

const ALARMS = '  #   alarms: ';

/**
 * The template of release.yml, which explains every setting, with these functions in the place of its own: of the first one every setting
 * is explained, the others have only what they say.
 */
export function releaseText(template: string, {functions, rollout, alias, schema, open = []}: ReleaseTextSpec): string {
  const lines = template.split('\n');
  const begin = lines.findIndex((line) => /^ {2}# The name of the function on AWS\.$/.test(line));
  const end = lines.findIndex((line) => /^# Where deployment packages/.test(line));
  const explained = lines.slice(begin, end);
  const blocks = functions.flatMap((each, index) => (index === 0 ? explainedBlock(explained, each) : shortBlock(each)));
  const head = lines
    .slice(0, begin)
    .map((line) => line.replace(/^(# yaml-language-server: \$schema=).*/, (_all, key) => `${key}${schema}`));
  return [...withOpen(head, open), ...blocks, ...withRollout(lines.slice(end), rollout, alias)].join('\n');
}

function withOpen(head: readonly string[], open: readonly string[]): readonly string[] {
  if (open.length === 0) return head;
  const at = head.indexOf('functions:');
  const comments = open.map((each) => `# - ${each.replaceAll(/\s+/g, ' ')}`);
  return [...head.slice(0, at), '# To decide before the first release:', ...comments, '', ...head.slice(at)];
}

function explainedBlock(template: readonly string[], made: DraftFunction): readonly string[] {
  const name = made.name ?? made.key;
  let block: readonly string[] = template.map((line) =>
    line
      .replace(/^ {2}my-function:$/, () => `  ${toYaml(made.key)}:`)
      .replace(/^ {4}source: dist$/, () => `    source: ${pathText(made.source)}`)
      .replace(/(role|ssm:)\/my-function/g, (_all, before) => `${before}/${name}`),
  );
  const namings = namingLines(made);
  if (namings.length > 0) {
    const key = block.findIndex((line) => line.startsWith('    # Folder to package'));
    block = [...block.slice(0, key), ...namings, ...block.slice(key)];
  }
  for (const setting of SETTINGS) {
    const value = made.settings[setting];
    if (value !== undefined) block = withSetting(block, setting, value);
  }
  return withVariables(block, made.variables ?? []);
}

/** Writes a setting in the place of the comment that explains it, which keeps its explanation. */
function withSetting(block: readonly string[], setting: string, value: unknown): readonly string[] {
  const at = block.findIndex((line) => line.startsWith(`    # ${setting}: `) || line.startsWith(`    # ${setting}:`));
  const commented = block[at] ?? '';
  // The mark of an explanation, not the one that makes a comment of the line.
  const column = commented.indexOf(' # ', 6) + 1;
  // Lists stand below, further in.
  const after = block.findIndex((line, index) => index > at && !line.startsWith('    #   '));
  const written = indented({[setting]: value}, 4);
  const [first = '', ...more] = written;
  const end = after < 0 ? block.length : after;
  const explained = column === 0 ? first : `${first.padEnd(column - 1)} ${commented.slice(column)}`;
  return [...block.slice(0, at), explained, ...more, ...block.slice(end)];
}

function withVariables(block: readonly string[], names: readonly string[]): readonly string[] {
  if (names.length === 0) return block;
  const at = block.findIndex((line) => line.startsWith('    # environment:'));
  return [...block.slice(0, at), `    # Variables that stay as they are: ${names.join(', ')}`, ...block.slice(at)];
}

function shortBlock(made: DraftFunction): readonly string[] {
  const settings = SETTINGS.flatMap((setting) => {
    const value = made.settings[setting];
    return value === undefined ? [] : indented({[setting]: value}, 4);
  });
  const {variables = []} = made;
  return [
    `  ${toYaml(made.key)}:`,
    ...namingLines(made),
    `    source: ${pathText(made.source)}`,
    ...settings,
    ...(variables.length > 0 ? [`    # Variables that stay as they are: ${variables.join(', ')}`] : []),
    '',
  ];
}

function namingLines({name, nameCommand}: DraftFunction): readonly string[] {
  if (name !== undefined) return [`    name: ${toYaml(name)}`];
  if (nameCommand === undefined) return [];
  return [
    '    # Its name on AWS is the stack\'s own choice. Write what this says behind "name: ":',
    `    # ${nameCommand}`,
  ];
}

function withRollout(lines: readonly string[], {steps, alarms}: Draft['rollout'], alias: string): readonly string[] {
  return lines.map((line) => {
    if (line === '  alias: live') return `  alias: ${toYaml(alias)}`;
    if (steps && line.startsWith('  # steps: ')) return `  steps: ${formatSteps(steps)}`;
    if (alarms && line === '  # analysis:') return '  analysis:';
    if (alarms && line.startsWith(ALARMS)) {
      const [explanation = ''] = / {2,}# .*$/.exec(line.slice(ALARMS.length)) ?? [];
      return `    alarms: ${stringify(alarms, {collectionStyle: 'flow', lineWidth: 0, flowCollectionPadding: false}).trimEnd()}${explanation}`;
    }
    return line;
  });
}

function indented(value: object, spaces: number): readonly string[] {
  const lines = stringify(value, {lineWidth: 0}).trimEnd().split('\n');
  return lines.map((line) => `${' '.repeat(spaces)}${line}`);
}

/** Names such as 1e3, 007 and true are something else in YAML unless they are quoted. */
function toYaml(name: string): string {
  return stringify(name).trimEnd();
}

function pathText(source: string): string {
  return JSON.stringify(source).replace(/^"([\w./-]+)"$/, '$1');
}
