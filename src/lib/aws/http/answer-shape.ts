import {NormalizedSchema} from '@smithy/core/schema';
import {getSmithyContext} from '@smithy/core/transport';
import type {MiddlewareStack, StaticOperationSchema} from '@smithy/types';
import {UnreadableAnswer} from '../error/unreadable-answer.js';

/**
 * Rejects answers that are not as the service's model describes them, by the first member that is not. The SDK passes on
 * whatever is there. Members that are missing are for the reader: nearly all are optional in the models.
 */
export function checkAnswers<Input extends object, Output extends object>(stack: MiddlewareStack<Input, Output>): void {
  stack.add(
    (next, context) => async (args) => {
      const result = await next(args);
      const {operationSchema} = getSmithyContext(context) as {operationSchema?: StaticOperationSchema};
      const schema = operationSchema && NormalizedSchema.of(operationSchema[5]);
      if (schema && isPage(schema, result.response)) throw new UnreadableAnswer('the answer is a page of HTML.');
      const wrong = schema && firstWrong(schema, result.output, 'the answer');
      if (wrong) throw new UnreadableAnswer(wrong);
      return result;
    },
    // Outside of what reads the body, inside of the retries: sending the same again would bring the same.
    {step: 'deserialize', priority: 'high', name: 'answerShape'},
  );
}

/**
 * A portal answers every request with its page and 200, which is as good as AWS's own answer where that has no body: to a deletion, for
 * example. Only an object of S3 may be a page itself.
 */
function isPage(schema: NormalizedSchema, response: unknown): boolean {
  const {headers = {}, statusCode} = response as {
    readonly headers?: Readonly<Record<string, string>>;
    readonly statusCode?: number;
  };
  const header = (wanted: string) => Object.entries(headers).find(([name]) => name.toLowerCase() === wanted)?.[1];
  // What stands in for AWS in tests may call nothing at all HTML.
  const isEmpty = statusCode === 204 || header('content-length') === '0';
  const isObject = schema.isStructSchema() && [...schema.structIterator()].some(([name]) => name === 'ContentType');
  return !isObject && !isEmpty && /^text\/html\b/i.test(header('content-type') ?? '');
}

function firstWrong(schema: NormalizedSchema, value: unknown, path: string): string | undefined {
  if (value === undefined || value === null || schema.isStreaming()) return undefined;
  if (schema.isListSchema()) {
    if (!Array.isArray(value)) return `${path} is no list.`;
    if (value.includes(null)) return `${path} has an entry that is nothing.`;
    return firstOf(value.map((each, index) => [schema.getValueSchema(), each, `${path}[${index}]`]));
  }
  if (schema.isMapSchema()) {
    if (!isRecord(value)) return `${path} is no map.`;
    return firstOf(Object.entries(value).map(([name, each]) => [schema.getValueSchema(), each, `${path}.${name}`]));
  }
  if (schema.isStructSchema()) {
    if (!isRecord(value)) return `${path} is no structure.`;
    return firstOf([...schema.structIterator()].map(([name, member]) => [member, value[name], `${path}.${name}`]));
  }
  const kind = kindOf(schema);
  return kind === undefined || kind.fits(value) ? undefined : `${path} is no ${kind.name}.`;
}

function firstOf(members: readonly (readonly [NormalizedSchema, unknown, string])[]): string | undefined {
  for (const member of members) {
    const wrong = firstWrong(...member);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

function kindOf(schema: NormalizedSchema): {readonly name: string; fits(value: unknown): boolean} | undefined {
  if (schema.isStringSchema()) return {name: 'text', fits: (value) => typeof value === 'string'};
  if (schema.isBooleanSchema()) return {name: 'boolean', fits: (value) => typeof value === 'boolean'};
  if (schema.isNumericSchema()) return {name: 'number', fits: (value) => typeof value === 'number'};
  if (schema.isTimestampSchema())
    return {name: 'time', fits: (value) => value instanceof Date && !Number.isNaN(value.getTime())};
  return undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
