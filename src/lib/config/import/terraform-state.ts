import {type Fields, fieldsOf, listOf, textOf} from './fields.js';

/** One object of a state of Terraform. */
export interface StateResource {
  readonly mode: 'managed' | 'data';
  readonly type: string;
  /** With its modules and its index: `module.shop["eu"].aws_lambda_function.api[0]`. */
  readonly address: string;
  /** Of the block that makes it, whatever its count or for_each: `resource "aws_lambda_function" "api" of module.shop`. */
  readonly block: string;
  /** Without what the state calls sensitive. */
  readonly values: Fields;
}

/** Whether a document is a state of Terraform or OpenTofu: a state file of version 4, or what `terraform show -json` says of one. */
export function isTerraformState(value: unknown): boolean {
  const {version, terraform_version: writer, resources, format_version: format, values} = fieldsOf(value);
  if (typeof writer !== 'string') return false;
  return (version === 4 && Array.isArray(resources)) || (typeof format === 'string' && values !== undefined);
}

/** All objects of a state, in its order. */
export function readTerraformState(value: unknown): readonly StateResource[] {
  const {resources, values} = fieldsOf(value);
  return values === undefined ? listOf(resources).flatMap(ofFile) : ofModule(fieldsOf(values).root_module);
}

/** A resource of a state file, with one instance for each of its count or for_each. */
function ofFile(resource: unknown): readonly StateResource[] {
  const {mode, type, name, module, instances} = fieldsOf(resource);
  return listOf(instances).map((instance) => {
    const {index_key: index, attributes, sensitive_attributes: sensitive} = fieldsOf(instance);
    // Each is a path, whose first step is the name of an attribute.
    const hidden = listOf(sensitive).map((path) => textOf(fieldsOf(listOf(path)[0]).value));
    return toResource({mode, type, name, module, index, values: without(fieldsOf(attributes), hidden)});
  });
}

function ofModule(module: unknown): readonly StateResource[] {
  const {address, resources, child_modules: children} = fieldsOf(module);
  const own = listOf(resources).map((resource) => {
    const {mode, type, name, index, values, sensitive_values: sensitive} = fieldsOf(resource);
    const hidden = Object.entries(fieldsOf(sensitive)).flatMap(([attribute, mark]) =>
      isMarked(mark) ? [attribute] : [],
    );
    return toResource({mode, type, name, module: address, index, values: without(fieldsOf(values), hidden)});
  });
  return [...own, ...listOf(children).flatMap(ofModule)];
}

/** Something in it is sensitive: `true` stands at its place, and containers around it. */
function isMarked(mark: unknown): boolean {
  if (typeof mark !== 'object' || mark === null) return mark === true;
  return Object.values(mark).some(isMarked);
}

function without(values: Fields, names: readonly (string | undefined)[]): Fields {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)));
}

function toResource(
  found: Readonly<Record<'mode' | 'type' | 'name' | 'module' | 'index', unknown>> & {readonly values: Fields},
) {
  const {mode, type, name, module, index, values} = found;
  const around = textOf(module);
  const key = index === undefined || index === null ? '' : `[${JSON.stringify(index)}]`;
  const isData = mode === 'data';
  const within = around?.replace(/\[(?:"(?:[^"\\]|\\.)*"|\d+)\]/g, '');
  return {
    mode: isData ? ('data' as const) : ('managed' as const),
    type: String(type),
    address: [around, isData ? 'data' : undefined, `${type}.${name}${key}`]
      .filter((part) => part !== undefined)
      .join('.'),
    block: `${isData ? 'data' : 'resource'} "${type}" "${name}"${within === undefined ? '' : ` of ${within}`}`,
    values,
  };
}
