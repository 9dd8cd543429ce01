import {stringify} from 'yaml';
import {type SchemaNode, settingsIn} from '../../src/lib/config/problem/schema-node.js';

/** docs/release-file.md: every setting of release.yml, from its JSON Schema. */
export function releaseFilePage(schema: object): string {
  return [
    '# The release file',
    '',
    '<!-- Generated from src/lib/config by "npm run docs". -->',
    '',
    '`release.yml` (or `release.yaml`) in the working directory, or the file `--config` names. Flags win over environment',
    'variables, those over the file, the file over the defaults. What the file does not name is not touched on AWS.',
    'An unknown setting is an error, and every error is reported at once, with its line and column.',
    '',
    'Editors check the file against `schemas/release.schema.json`; `templates/release.yml` is a commented example.',
    '',
    '| setting | value | meaning |',
    '| --- | --- | --- |',
    ...rows(schema, ''),
    '',
  ].join('\n');
}

function rows(node: SchemaNode, prefix: string): string[] {
  const named = settingsIn(node);
  const free = typeof node.additionalProperties === 'object' ? [['<name>', node.additionalProperties] as const] : [];
  return [...named, ...free].flatMap(([name, child]) => {
    const path = `${prefix}${name}`;
    // A free name needs no row of its own: its mapping has one.
    const own = name === '<name>' ? [] : [`| \`${path}\` | ${valueText(child)} | ${child.description ?? ''} |`];
    return [...own, ...rows(child, `${path}.`), ...rows(child.items ?? {}, `${path}[].`)];
  });
}

function valueText(node: SchemaNode): string {
  if (node.enum) return code(node.enum).join(' or ');
  if (node.examples?.length) return `such as ${code(node.examples).join(', ')}`;
  if (node.type === 'boolean') return '`true` or `false`';
  if (node.type === 'object') return 'mapping';
  if (node.type === 'array') return 'list';
  if (node.type === 'integer') return `whole number${rangeText(node)}`;
  if (node.type === 'number') return `number${rangeText(node)}`;
  return node.type === 'string' ? 'text' : 'any JSON value, written as YAML';
}

function rangeText({minimum, maximum}: SchemaNode): string {
  if (minimum === undefined) return maximum === undefined ? '' : `, ${maximum} at most`;
  return maximum === undefined ? `, ${minimum} at least` : `, ${minimum} to ${maximum}`;
}

/** Values as they are written in the file, lists and mappings in one line. */
function code(values: readonly unknown[]): string[] {
  const inOneLine = {collectionStyle: 'flow', flowCollectionPadding: false, lineWidth: 0} as const;
  return values.map((value) => `\`${typeof value === 'object' ? stringify(value, inOneLine).trim() : value}\``);
}
