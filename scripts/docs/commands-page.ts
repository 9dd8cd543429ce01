import type {Command, Interfaces} from '@oclif/core';

const BIN = 'lambda-release';
const EVERYWHERE = 'GLOBAL';

type Flag = Command.Flag.Cached;

/** docs/commands.md, from the manifest: every visible command with its arguments, flags and examples. */
export function commandsPage(manifest: Interfaces.Manifest): string {
  const commands = Object.values(manifest.commands).filter((command) => !command.hidden);
  const everywhere = new Map<string, Flag>();
  for (const command of commands) {
    for (const flag of Object.values(command.flags)) if (flag.helpGroup === EVERYWHERE) everywhere.set(flag.name, flag);
  }
  return [
    '# Commands',
    '',
    '<!-- Generated from the commands by "npm run docs". -->',
    '',
    ...commands.map((command) => `- [\`${words(command)}\`](#${anchor(command)})${dash(command.summary)}`),
    ...commands.flatMap(section),
    ...(everywhere.size > 0 ? ['', '## Flags of every command', '', ...flagTable([...everywhere.values()])] : []),
    '',
  ].join('\n');
}

function section(command: Command.Cached): string[] {
  const args = Object.values(command.args).filter((arg) => !arg.hidden);
  const flags = Object.values(command.flags).filter((flag) => !flag.hidden && flag.helpGroup !== EVERYWHERE);
  const usage = [
    words(command),
    ...args.map((arg) => (arg.required ? placeholder(arg.name) : `[${placeholder(arg.name)}]`)),
  ];
  return [
    '',
    `## ${words(command)}`,
    '',
    ...paragraphs(command.summary, command.description),
    '```',
    [...usage, ...(flags.length > 0 ? ['[flags]'] : [])].join(' '),
    '```',
    ...(args.length > 0 ? ['', '| argument | |', '| --- | --- |', ...args.map(argRow)] : []),
    ...(flags.length > 0 ? ['', ...flagTable(flags)] : []),
    ...exampleBlock(command),
  ];
}

function flagTable(flags: readonly Flag[]): string[] {
  return ['| flag | | environment |', '| --- | --- | --- |', ...flags.map(flagRow)];
}

function flagRow(flag: Flag): string {
  const value = flag.type === 'option' ? ` ${placeholderOf(flag)}` : '';
  const name = `${flag.char ? `-${flag.char}, ` : ''}--${flag.name}${value}`;
  const preset = flag.default === undefined || flag.default === false ? undefined : `Default: ${String(flag.default)}.`;
  const text = [flag.required ? 'Required.' : undefined, flag.summary, flag.description, preset];
  return `| \`${name}\` | ${cell(text)} | ${flag.env ? `\`${flag.env}\`` : ''} |`;
}

function placeholderOf(flag: Flag): string {
  if (flag.type !== 'option') return '';
  if (flag.options) return flag.options.join('\\|');
  return [flag.helpValue ?? placeholder(flag.name)].flat().join(' ');
}

function argRow(arg: Command.Arg.Cached): string {
  return `| \`${placeholder(arg.name)}\` | ${cell([arg.description])} |`;
}

function exampleBlock(command: Command.Cached): string[] {
  const examples = [command.examples ?? []].flat();
  if (examples.length === 0) return [];
  const lines = examples.flatMap((example) =>
    typeof example === 'string' ? [example] : [`# ${example.description}`, example.command],
  );
  const shown = lines.map((line) =>
    line.replaceAll(/<%= config\.bin %>/g, BIN).replaceAll(/<%= command\.id %>/g, command.id.replaceAll(':', ' ')),
  );
  return ['', '```sh', ...shown, '```'];
}

function paragraphs(...texts: readonly (string | undefined)[]): string[] {
  return texts.flatMap((text) => (text ? [text, ''] : []));
}

function words(command: Command.Cached): string {
  return `${BIN} ${command.id.replaceAll(':', ' ')}`;
}

function anchor(command: Command.Cached): string {
  return words(command).replaceAll(' ', '-');
}

function dash(summary: string | undefined): string {
  return summary ? `: ${summary}` : '';
}

function placeholder(name: string): string {
  return name.toUpperCase();
}

function cell(texts: readonly (string | undefined)[]): string {
  return texts.filter(Boolean).join(' ').replaceAll('\n', ' ').replaceAll('|', '\\|');
}
