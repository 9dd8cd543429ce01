import * as z from 'zod';
import {DAY_MS, HOUR_MS} from '../model/duration.js';
import {LOG_GROUP_NAME} from '../model/function/log-group-name.js';
import {LEAST_LEASE_MS} from '../model/rollout/lease.js';
import {formatReference} from '../model/value-reference.js';
import {analysisSchema} from './analysis-schema.js';
import {signingSchema} from './attachment-schemas.js';
import {hooksSchema, provisionedSchema, smokeSchema, warmSchema} from './check-schemas.js';
import {environmentsSchema} from './environment/environment-schema.js';
import {blockersSchema, freezeSchema, onFreezeSchema} from './freeze/freeze-schema.js';
import {functionSchema} from './function-schema.js';
import {ENGINES, INCONCLUSIVE_POLICIES, INTERRUPT_POLICIES} from './release-file.js';
import {durationField, patternField, stepsField} from './setting-texts.js';
import {trainSchema} from './train-schema.js';

/** A variable of this process, and nothing beside it. */
export const WEBHOOK_VARIABLE = /^\$\{env:([A-Za-z_]\w*)\}$/;

const WEBHOOK_EXAMPLE = formatReference({kind: 'env', name: 'SLACK_WEBHOOK'});

const artifactsSchema = z
  .strictObject({
    bucket: patternField(
      /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
      'Bucket for deployment packages above 50 MB; auto for lambda-release-<account>-<region>, which is made when it is not there.',
      'Write the name of an S3 bucket: 3 to 63 lower-case letters, digits, dots and hyphens.',
    ),
    prefix: z
      .string()
      .regex(/^(?:[^/].*)?$/, 'A prefix does not start with a slash.')
      .max(512)
      .meta({description: 'Key prefix inside the bucket.', examples: ['lambda/']})
      .optional(),
  })
  .meta({description: 'Where deployment packages go that are too large to be sent inline.'});

const leaseSchema = z
  .strictObject({
    role: patternField(
      /^arn:[\w-]+:iam::\d{12}:role\/[\w+=,.@/-]+$/,
      'ARN of the role by which EventBridge Scheduler gives the traffic back.',
      'Write the ARN of a role: arn:aws:iam::123456789012:role/lambda-release-lease.',
    ),
    length: durationField(
      'How long the traffic stays when nobody renews the lease, 5m to 7d; for a cron at least three of its intervals.',
      '5m',
      {minMs: LEAST_LEASE_MS, maxMs: 7 * DAY_MS},
    ),
    required: z
      .boolean()
      .meta({description: 'Refuse a rollout whose lease cannot be had, as it is without this line; false only warns.'}),
  })
  .partial()
  .meta({description: 'AWS gives all traffic back to stable when whoever works on the rollout is gone.'});

const rolloutSchema = z
  .strictObject({
    alias: patternField(
      /^(?!\d+$)[a-zA-Z0-9-_]{1,128}$/,
      'Alias the callers use.',
      'Write an alias name: letters, digits, - and _, and not digits alone.',
    ),
    steps: stepsField('Weights and how long each bakes, or a preset. The move to 100 % follows by itself.'),
    analysis: analysisSchema,
    onInconclusive: z
      .enum(INCONCLUSIVE_POLICIES)
      .meta({description: 'When a step has baked and there is too little data to judge.'}),
    watch: durationField('How long to watch after 100 %, 0s to 24h.', '10m', {minMs: 0, maxMs: 24 * HOUR_MS}),
    onInterrupt: z
      .enum(INTERRUPT_POLICIES)
      .meta({description: 'What SIGINT, SIGTERM and credentials about to end do to a running rollout.'}),
    smoke: smokeSchema,
    warm: warmSchema,
    provisioned: provisionedSchema,
    hooks: hooksSchema,
    lease: leaseSchema,
    engine: z.enum(ENGINES).meta({
      description:
        'Who drives a rollout: the process that began it, or AWS Step Functions, once the engine is installed.',
    }),
    promoteEarly: z.boolean().meta({
      description: 'End a bake as soon as an unacceptable version is excluded, after three minutes at the earliest.',
    }),
  })
  .partial()
  .meta({description: 'How traffic moves to a new version.'});

const recordSchema = z
  .strictObject({
    logGroup: patternField(
      LOG_GROUP_NAME,
      'Log group of CloudWatch Logs that keeps every event, in a stream for each function; made when it is not there.',
      'Write the name of a log group: /lambda-release.',
    ),
  })
  .meta({description: 'Who did what, when and why, kept for longer than a job; history reads it.'});

const notifySchema = z
  .strictObject({
    eventBus: patternField(
      /^(?:arn:[\w-]+:events:[\w-]+:\d{12}:event-bus\/)?[/.\-\w]{1,256}$/,
      'Event bus of EventBridge, by name or ARN, that gets one event a transition; default is the bus that every account has.',
      'Write the name or the ARN of an event bus: default.',
    ),
    webhook: z
      .string()
      .regex(WEBHOOK_VARIABLE, `An address is a secret: keep it in a variable and write ${WEBHOOK_EXAMPLE} here.`)
      .meta({
        description:
          'Address that gets the same as JSON, or a sentence where it is of hooks.slack.com; only from a variable, never in the file.',
        examples: [WEBHOOK_EXAMPLE],
      }),
  })
  .partial()
  .meta({
    description: 'Who is told when a rollout starts, reaches a step, is held, promoted, taken back or taken over.',
  });

/** The release file as written; parsing it gives numbers and milliseconds. Also the source of the JSON Schema. */
export const releaseSchema = z
  .strictObject({
    functions: z
      .record(
        z.string().regex(/^[a-zA-Z0-9-_]{1,64}$/, 'A function name has letters, digits, - and _, at most 64.'),
        functionSchema,
      )
      .refine(hasDistinctNames, {message: 'Two functions have the same name on AWS.'})
      .superRefine(checkOrder)
      .meta({description: 'Functions by their name on AWS, or by a key with the name below it.'}),
    artifacts: artifactsSchema,
    signing: signingSchema,
    rollout: rolloutSchema,
    record: recordSchema,
    notify: notifySchema,
    train: trainSchema,
    freeze: freezeSchema,
    blockers: blockersSchema,
    onFreeze: onFreezeSchema,
    environments: environmentsSchema,
  })
  .partial()
  .meta({title: 'lambda-release release file'});

function hasDistinctNames(functions: Readonly<Record<string, {readonly name?: string | undefined}>>): boolean {
  const names = Object.entries(functions).map(([key, {name}]) => name ?? key);
  return new Set(names).size === names.length;
}

/** Whom a function waits for has to be in the file, and must not wait for it in turn. */
function checkOrder(
  functions: Readonly<Record<string, {readonly after?: readonly string[] | undefined}>>,
  context: z.RefinementCtx,
): void {
  for (const [key, {after = []}] of Object.entries(functions)) {
    const issue = (message: string) => context.addIssue({code: 'custom', path: [key, 'after'], message});
    const unknown = after.filter((name) => !(name in functions));
    if (unknown.length > 0) issue(`There is no function ${unknown.join(', ')} in this file.`);
    else if (waitsForItself(functions, key)) issue(`${key} would wait for itself.`);
  }
}

function waitsForItself(
  functions: Readonly<Record<string, {readonly after?: readonly string[] | undefined}>>,
  key: string,
): boolean {
  const seen = new Set<string>();
  const open = [...(functions[key]?.after ?? [])];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (name === key) return true;
    if (!seen.has(name)) open.push(...(functions[name]?.after ?? []));
    seen.add(name);
  }
  return false;
}

export type ReleaseInput = z.output<typeof releaseSchema>;
