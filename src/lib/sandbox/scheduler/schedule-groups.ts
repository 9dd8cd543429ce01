import * as z from 'zod';
import {Violations} from '../lambda/violations.js';
import {DEFAULT_GROUP, type ScheduleGroup} from './schedule.js';
import {checkName, checkToken, parseBody, throwIfAny} from './schedule-input.js';
import {conflict, invalid, notFound} from './scheduler-error.js';

const tagsSchema = z.array(z.object({Key: z.string().min(1).max(128), Value: z.string().max(256)})).max(200);
const createSchema = z.object({ClientToken: z.string().optional(), Tags: tagsSchema.default([])});
const tagSchema = z.object({Tags: tagsSchema});

/** Schedule groups with their tags. `default` is always there. */
export class ScheduleGroups {
  readonly #groups = new Map<string, ScheduleGroup>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
    this.#add(DEFAULT_GROUP, undefined, []);
  }

  /** Throws SchedulerError ConflictException; the same ClientToken again is the same group. */
  create(name: string, body: Buffer): ScheduleGroup {
    const {ClientToken: clientToken, Tags: tags} = parseBody(createSchema, body);
    const violations = new Violations();
    checkName(violations, name, 'name');
    checkToken(violations, clientToken);
    throwIfAny(violations);
    const existing = this.#groups.get(name);
    if (existing && (clientToken === undefined || existing.clientToken !== clientToken)) {
      throw conflict(`Schedule group ${name} already exists.`);
    }
    return existing ?? this.#add(name, clientToken, tags);
  }

  /** Throws SchedulerError ResourceNotFoundException. */
  get(name: string): ScheduleGroup {
    const group = this.#groups.get(name);
    if (!group) throw notFound(`Schedule group ${name}`);
    return group;
  }

  delete(name: string): void {
    this.get(name);
    if (name === DEFAULT_GROUP) throw invalid('The default schedule group cannot be deleted.');
    this.#groups.delete(name);
  }

  list(prefix: string): readonly ScheduleGroup[] {
    return [...this.#groups.values()]
      .filter((group) => group.name.startsWith(prefix))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** The group a tag operation names; only groups have tags. Throws SchedulerError. */
  ofArn(arn: string): ScheduleGroup {
    const name = /^arn:aws[a-z-]*:scheduler:[^:]+:\d{12}:schedule-group\/([^/]+)$/.exec(arn)?.[1];
    if (name === undefined) throw invalid(`${arn} is not the ARN of a schedule group.`);
    return this.get(name);
  }

  tag(arn: string, body: Buffer): void {
    const {tags} = this.ofArn(arn);
    for (const {Key, Value} of parseBody(tagSchema, body).Tags) tags.set(Key, Value);
  }

  #add(name: string, clientToken: string | undefined, tags: z.output<typeof tagsSchema>): ScheduleGroup {
    const nowMs = this.#now();
    const group = {
      name,
      clientToken,
      createdMs: nowMs,
      modifiedMs: nowMs,
      tags: new Map(tags.map(({Key, Value}) => [Key, Value])),
    };
    this.#groups.set(name, group);
    return group;
  }
}
