import {type Fields, fieldsOf, listOf} from './fields.js';

/** What a template of CloudFormation says by itself, before anybody deploys it. */
export interface TemplateValues {
  readonly parameters: Fields;
  readonly mappings: Fields;
}

/**
 * What a value of a template comes to: parameters by their defaults, `Fn::Sub`, `Fn::Join` and `Fn::FindInMap` over them.
 * `undefined` for what only a deployment knows: other resources, conditions, the account and the region.
 */
export function templateValue(value: unknown, template: TemplateValues): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => templateValue(item, template));
    return items.includes(undefined) ? undefined : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [[name = '', argument] = []] = entries;
  if (entries.length === 1 && name === 'Ref') return parameterOf(String(argument), template);
  if (entries.length === 1 && name.startsWith('Fn::')) return calledOf(name, argument, template);
  return value;
}

function calledOf(name: string, argument: unknown, template: TemplateValues): unknown {
  if (name === 'Fn::Sub') {
    const [text, own] = Array.isArray(argument) ? argument : [argument, {}];
    return substituted(String(text), fieldsOf(own), template);
  }
  if (name === 'Fn::Join') {
    const [separator, items] = listOf(argument);
    const values = templateValue(items, template);
    return Array.isArray(values) ? values.join(String(separator)) : undefined;
  }
  if (name === 'Fn::FindInMap') {
    const keys = templateValue(argument, template);
    if (!Array.isArray(keys)) return undefined;
    return keys.reduce<unknown>((found, key) => fieldsOf(found)[String(key)], template.mappings);
  }
  return undefined;
}

function substituted(text: string, own: Fields, template: TemplateValues): string | undefined {
  let isWhole = true;
  const whole = text.replace(/\$\{(!?)([^}]+)\}/g, (_all, literal: string, name: string) => {
    if (literal !== '') return `\${${name}}`;
    const value = name in own ? templateValue(own[name], template) : parameterOf(name, template);
    isWhole &&= typeof value === 'string' || typeof value === 'number';
    return String(value);
  });
  return isWhole ? whole : undefined;
}

function parameterOf(name: string, {parameters}: TemplateValues): unknown {
  return fieldsOf(parameters[name]).Default;
}
