import path from 'node:path';
import type {Draft} from '../project/draft.js';
import {type Fields, fieldsOf, textOf} from './fields.js';
import {toDraftSettings} from './lambda-settings.js';

/** A value with template functions of lambroll in it, such as {{ must_env `X` }}. */
const TEMPLATED = /\{\{/;

/**
 * The function of lambroll's function.json: the input of CreateFunction, and the folder around it is the source. `from` is that folder
 * as it is written from the release file's.
 */
export function lambrollFunction(file: string, value: unknown, from = '.'): Draft {
  const fields = fieldsOf(value);
  const resolve = (each: unknown) => (TEMPLATED.test(JSON.stringify(each)) ? undefined : each);
  const name = textOf(resolve(fields.FunctionName));
  const {settings, unknown} = toDraftSettings(fields, resolve);
  return {
    origin: `${path.basename(file)} of lambroll: ${name ?? 'one function'}`,
    functions: [
      {
        key: name ?? path.basename(path.dirname(path.resolve(file))),
        source: from,
        isBuilt: false,
        settings: {...settings, ...roleOf(fields, resolve)},
        variables: Object.keys(fieldsOf(fieldsOf(fields.Environment).Variables)),
      },
    ],
    // What "lambroll deploy" calls it unless --alias says otherwise.
    rollout: {alias: 'current'},
    maker: 'lambroll deploy',
    build: [],
    reasons: [
      `${path.basename(file)} is a function of lambroll; its source is the folder it lies in, as without --src.`,
      'The alias is current, as lambroll has it unless --alias says otherwise.',
    ],
    gaps: [
      ...(name === undefined ? ['FunctionName is put together when lambroll runs: write the name it comes to.'] : []),
      ...(unknown.length > 0
        ? [
            `What ${unknown.join(', ')} will be is put together when lambroll runs; left out, so it stays as it is on AWS.`,
          ]
        : []),
      ...(textOf(fields.PackageType) === 'Image'
        ? ['It is a container image: write image: URI in place of source, handler and runtime.']
        : []),
    ],
  };
}

/** lambroll makes the function where there is none, and so does deploy --create. */
function roleOf({Role}: Fields, resolve: (value: unknown) => unknown): {readonly role?: string} {
  const role = textOf(resolve(Role));
  return role !== undefined && /^arn:[\w-]+:iam::\d{12}:role\/.+$/.test(role) ? {role} : {};
}
