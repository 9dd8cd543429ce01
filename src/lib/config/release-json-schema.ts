import * as z from 'zod';
import {releaseSchema} from './release-schema.js';

/** What is looked at of a JSON Schema; it has more. */
interface SchemaNode {
  readonly type?: unknown;
  readonly enum?: readonly unknown[];
  readonly required?: readonly string[];
  readonly oneOf?: readonly unknown[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: SchemaNode | boolean;
}

/** The release file as JSON Schema, as its author writes it; an environment may say everything that the file may, and less. */
export function releaseJsonSchema(): object {
  const schema = z.toJSONSchema(releaseSchema, {io: 'input'}) as SchemaNode;
  const {environments, ...settings} = schema.properties ?? {};
  const ofEnvironment = environments?.additionalProperties;
  if (!environments || typeof ofEnvironment !== 'object') throw new Error('The schema has no environments.');
  const overrides = Object.fromEntries(Object.entries(settings).map(([name, node]) => [name, override(node)]));
  const environment = {
    ...ofEnvironment,
    type: ['object', 'null'],
    description: 'Where it is, and what it says otherwise.',
    properties: {...ofEnvironment.properties, ...overrides},
    additionalProperties: false,
  };
  return {...schema, properties: {...settings, environments: {...environments, additionalProperties: environment}}};
}

/** A setting laid over another one: a mapping need not be whole, and nothing (null) takes away what stands above. */
function override(node: SchemaNode): SchemaNode {
  const {required: _required, oneOf: _oneOf, properties, additionalProperties, ...rest} = node;
  const merged = {
    ...rest,
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([name, each]) => [name, override(each)])),
    }),
    ...(additionalProperties !== undefined && {
      additionalProperties:
        typeof additionalProperties === 'object' ? override(additionalProperties) : additionalProperties,
    }),
  };
  if (typeof node.type !== 'string') return merged;
  return {...merged, type: [node.type, 'null'], ...(node.enum && {enum: [...node.enum, null]})};
}
