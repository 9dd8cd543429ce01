import {formatTable} from '../../table.js';

/** Where a value comes from; lines are those of the release file. */
type SettingSource =
  | {readonly kind: 'flag' | 'variable'; readonly name: string}
  | {readonly kind: 'environment'; readonly name: string; readonly line: number}
  | {readonly kind: 'file'; readonly line: number}
  | {readonly kind: 'default'};

export interface SettingInForce {
  /** Dotted, as in the release file. */
  readonly path: string;
  readonly value?: unknown;
  /** The value is there, and is not shown. */
  readonly secret?: true;
  readonly source: SettingSource;
}

/** Every setting that a release would go by. */
export interface SettingsReport {
  readonly file?: string;
  readonly environment?: string;
  readonly settings: readonly SettingInForce[];
}

/** A line for each setting: what it is, what it says, who says so. */
export function settingsText({file, environment, settings}: SettingsReport): string {
  const head =
    file === undefined
      ? 'No release file.'
      : `${file}${environment === undefined ? '' : `, environment ${environment}`}`;
  const rows = settings.map((setting) => [setting.path, valueText(setting), sourceText(setting.source, file)]);
  return `${head}\n\n${formatTable([{heading: 'Setting'}, {heading: 'Value'}, {heading: 'From'}], rows)}`;
}

function valueText({value, secret}: SettingInForce): string {
  if (secret) return '(not shown)';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function sourceText(source: SettingSource, file = ''): string {
  switch (source.kind) {
    case 'flag':
      return `--${source.name}`;
    case 'variable':
      return source.name;
    case 'environment':
      return `${file}:${source.line} (${source.name})`;
    case 'file':
      return `${file}:${source.line}`;
    case 'default':
      return 'default';
  }
}
