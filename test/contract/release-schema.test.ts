import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {expect, test} from 'vitest';
import {packageRoot} from '../../src/lib/package-root.js';

interface SchemaNode {
  readonly type?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: SchemaNode | boolean;
}

const schema: SchemaNode = JSON.parse(
  await readFile(path.join(packageRoot, 'schemas', 'release.schema.json'), 'utf8'),
) as SchemaNode;

function settings(node: SchemaNode, at: string): [string, SchemaNode][] {
  const named = Object.entries(node.properties ?? {});
  const any = typeof node.additionalProperties === 'object' ? [['*', node.additionalProperties] as const] : [];
  return [...named, ...any].flatMap(([name, child]) => [[`${at}${name}`, child], ...settings(child, `${at}${name}.`)]);
}

test('an editor is told what every setting of the release file means', () => {
  const silent = settings(schema, '').filter(([name, {description}]) => !name.endsWith('*') && !description);

  expect(silent.map(([name]) => name)).toEqual([]);
});

test('an editor marks unknown settings everywhere but where names are free', () => {
  const open = [['', schema] as const, ...settings(schema, '')].filter(
    ([, node]) => node.properties !== undefined && node.additionalProperties !== false,
  );

  expect(open.map(([name]) => name)).toEqual([]);
});
