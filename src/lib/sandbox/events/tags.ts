import * as z from 'zod';
import {JsonServiceError} from '../json-service.js';
import type {EventBuses} from './event-buses.js';
import type {Rules} from './rules/rules.js';

const arn = z.string().min(1).max(1600);
/** One tag, as requests have it. */
export const tagSchema = z.object({Key: z.string().min(1).max(128), Value: z.string().max(256)});
type Tag = z.output<typeof tagSchema>;

const ofSchema = z.object({ResourceARN: arn});
const tagsSchema = ofSchema.extend({Tags: z.array(tagSchema)});
const untagSchema = ofSchema.extend({TagKeys: z.array(z.string())});

type Operation = (input: unknown, parse: <S extends z.ZodType>(schema: S, input: unknown) => z.output<S>) => object;

/** Tags of buses and rules, by ARN. */
export class EventTags {
  readonly #tags = new Map<string, Map<string, string>>();
  readonly #buses: EventBuses;
  readonly #rules: Rules;

  constructor(buses: EventBuses, rules: Rules) {
    this.#buses = buses;
    this.#rules = rules;
  }

  set(resource: string, tags: readonly Tag[]): void {
    for (const {Key, Value} of tags) this.#of(resource).set(Key, Value);
  }

  operations(): readonly [string, Operation][] {
    return [
      [
        'TagResource',
        (input, parse) => {
          const {ResourceARN, Tags} = parse(tagsSchema, input);
          this.#require(ResourceARN);
          this.set(ResourceARN, Tags);
          return {};
        },
      ],
      [
        'UntagResource',
        (input, parse) => {
          const {ResourceARN, TagKeys} = parse(untagSchema, input);
          this.#require(ResourceARN);
          for (const key of TagKeys) this.#of(ResourceARN).delete(key);
          return {};
        },
      ],
      [
        'ListTagsForResource',
        (input, parse) => {
          const {ResourceARN} = parse(ofSchema, input);
          this.#require(ResourceARN);
          return {Tags: [...this.#of(ResourceARN)].map(([Key, Value]) => ({Key, Value}))};
        },
      ],
    ];
  }

  #of(resource: string): Map<string, string> {
    const tags = this.#tags.get(resource) ?? new Map<string, string>();
    this.#tags.set(resource, tags);
    return tags;
  }

  // Throws JsonServiceError ResourceNotFoundException.
  #require(resource: string): void {
    const [, kind, path = ''] = /^arn:aws[a-z-]*:events:[^:]*:\d*:(event-bus|rule)\/(.+)$/.exec(resource) ?? [];
    if (kind === 'event-bus') this.#buses.get(path);
    else if (kind === 'rule') this.#rules.get(path.split('/').at(-1) ?? '', path.split('/').slice(0, -1)[0]);
    else throw new JsonServiceError('ResourceNotFoundException', `Resource ${resource} does not exist.`);
  }
}
