import * as z from 'zod';
import {page} from './page.js';
import type {RuleTarget} from './rule.js';
import type {Rules} from './rules.js';

const bus = z.string().min(1).max(1600).optional();
const targetSchema = z.looseObject({
  Id: z.string().regex(/^[.\-_A-Za-z0-9]{1,64}$/),
  Arn: z.string().min(1).max(1600),
  Input: z.string().max(8192).optional(),
  InputPath: z.string().max(256).optional(),
  InputTransformer: z
    .object({InputPathsMap: z.record(z.string(), z.string()).optional(), InputTemplate: z.string().min(1).max(8192)})
    .optional(),
  DeadLetterConfig: z.object({Arn: z.string().optional()}).optional(),
});
const putSchema = z.object({Rule: z.string(), EventBusName: bus, Targets: z.array(targetSchema).min(1).max(100)});
const removeSchema = z.object({Rule: z.string(), EventBusName: bus, Ids: z.array(z.string()).min(1).max(100)});
const listSchema = z.object({
  Rule: z.string(),
  EventBusName: bus,
  NextToken: z.string().optional(),
  Limit: z.number().int().min(1).max(100).optional(),
});

type Operation = (input: unknown, parse: <S extends z.ZodType>(schema: S, input: unknown) => z.output<S>) => object;

/** PutTargets, RemoveTargets and ListTargetsByRule. */
export function targetOperations(rules: Rules): readonly [string, Operation][] {
  return [
    [
      'PutTargets',
      (input, parse) => {
        const {Rule: name, EventBusName, Targets} = parse(putSchema, input);
        const rule = rules.get(name, EventBusName);
        const wrong = Targets.flatMap(refusalOf);
        const refused = new Set(wrong.map(({TargetId}) => TargetId));
        rules.putTargets(rule, Targets.filter(({Id}) => !refused.has(Id)).map(toTarget));
        return {FailedEntryCount: wrong.length, FailedEntries: wrong};
      },
    ],
    [
      'RemoveTargets',
      (input, parse) => {
        const {Rule: name, EventBusName, Ids} = parse(removeSchema, input);
        const {targets} = rules.get(name, EventBusName);
        const unknown = Ids.filter((id) => !targets.delete(id));
        const FailedEntries = unknown.map((TargetId) => ({
          TargetId,
          ErrorCode: 'ResourceNotFoundException',
          ErrorMessage: `Rule '${name}' does not have a target with the Id '${TargetId}'.`,
        }));
        return {FailedEntryCount: FailedEntries.length, FailedEntries};
      },
    ],
    [
      'ListTargetsByRule',
      (input, parse) => {
        const {Rule: name, EventBusName, ...paging} = parse(listSchema, input);
        const {items, NextToken} = page([...rules.get(name, EventBusName).targets.values()], paging);
        return {Targets: items.map(({given}) => given), NextToken};
      },
    ],
  ];
}

function refusalOf({Id: TargetId, Arn, Input, InputPath, InputTransformer}: z.output<typeof targetSchema>) {
  const refusal = (reason: string) => [{TargetId, ErrorCode: 'ValidationException', ErrorMessage: reason}];
  if (!/^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:(\d{12})?:.+$/.test(Arn)) {
    return refusal(`Parameter ${Arn} is not valid. Reason: Provided Arn is not in correct format.`);
  }
  if ([Input, InputPath, InputTransformer].filter((each) => each !== undefined).length > 1) {
    return refusal('Only one of Input, InputPath, or InputTransformer must be provided for target.');
  }
  if (Input !== undefined && !isJson(Input)) return refusal(`JSON syntax error in input for target ${TargetId}`);
  return [];
}

function toTarget(given: z.output<typeof targetSchema>): RuleTarget {
  const {Id, Arn, Input, InputPath, InputTransformer: transformer, DeadLetterConfig} = given;
  return {
    id: Id,
    arn: Arn,
    input: Input,
    inputPath: InputPath,
    ...(transformer && {
      transformer: {paths: transformer.InputPathsMap ?? {}, template: transformer.InputTemplate},
    }),
    deadLetterArn: DeadLetterConfig?.Arn,
    given,
  };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
