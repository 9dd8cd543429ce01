import * as z from 'zod';
import type {Place} from '../place.js';
import type {LogGroup, LogStore} from './log-store.js';
import {alreadyExists, groupNotFound, invalidParameter, notFound, streamNotFound} from './logs-error.js';
import {parseLogsInput} from './read-events.js';

const RETENTION_DAYS = [
  ...[1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731],
  ...[1096, 1827, 2192, 2557, 2922, 3288, 3653],
];
const GROUP_NAME = /^[.\-_/#A-Za-z0-9]{1,512}$/;
const STREAM_NAME = /^[^:*]{1,512}$/;

const named = z.object({logGroupName: z.string()});
const tagged = z.record(z.string(), z.string());
const createSchema = named.extend({
  tags: tagged.optional(),
  kmsKeyId: z.string().optional(),
  logGroupClass: z.enum(['STANDARD', 'INFREQUENT_ACCESS', 'DELIVERY']).optional(),
});
const streamSchema = named.extend({logStreamName: z.string()});
const retentionSchema = named.extend({retentionInDays: z.number()});
const arnSchema = z.object({resourceArn: z.string()});

/** The group, or ResourceNotFoundException. */
export function requireGroup(store: LogStore, name: string): LogGroup {
  const group = store.group(name);
  if (!group) throw groupNotFound();
  return group;
}

/** Creating and deleting groups and streams, retention, and tags of groups. Each throws JsonServiceError. */
export function groupOperations(store: LogStore, place: Place): [string, (input: unknown) => object][] {
  const ofArn = (input: unknown): LogGroup => {
    const {resourceArn} = parseLogsInput(arnSchema, input);
    const name = /^arn:[^:]*:logs:([^:]*):(\d*):log-group:([^:]+)(?::\*)?$/.exec(resourceArn);
    const found = name?.[1] === place.region && name[2] === place.accountId ? store.group(name[3] ?? '') : undefined;
    if (!found) throw notFound(`The resource ${resourceArn} does not exist.`);
    return found;
  };
  return [
    [
      'CreateLogGroup',
      (input) => {
        const {logGroupName: name, tags, logGroupClass} = parseLogsInput(createSchema, input);
        if (!GROUP_NAME.test(name)) throw mismatch(name, 'logGroupName', '[\\.\\-_/#A-Za-z0-9]+');
        if (store.group(name)) throw alreadyExists('The specified log group already exists');
        store.createGroup(name, {...(tags && {tags}), ...(logGroupClass && {class: logGroupClass})});
        return {};
      },
    ],
    [
      'DeleteLogGroup',
      (input) => {
        store.deleteGroup(requireGroup(store, parseLogsInput(named, input).logGroupName).name);
        return {};
      },
    ],
    [
      'CreateLogStream',
      (input) => {
        const {logGroupName, logStreamName: name} = parseLogsInput(streamSchema, input);
        if (!STREAM_NAME.test(name)) throw mismatch(name, 'logStreamName', '[^:*]*');
        const group = requireGroup(store, logGroupName);
        if (group.streams.has(name)) throw alreadyExists('The specified log stream already exists');
        store.createStream(group, name);
        return {};
      },
    ],
    [
      'DeleteLogStream',
      (input) => {
        const {logGroupName, logStreamName} = parseLogsInput(streamSchema, input);
        const group = requireGroup(store, logGroupName);
        if (!group.streams.has(logStreamName)) throw streamNotFound();
        store.deleteStream(group, logStreamName);
        return {};
      },
    ],
    [
      'PutRetentionPolicy',
      (input) => {
        const {logGroupName, retentionInDays} = parseLogsInput(retentionSchema, input);
        if (!RETENTION_DAYS.includes(retentionInDays)) {
          throw invalidParameter(
            `1 validation error detected: Value '${retentionInDays}' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [${RETENTION_DAYS.join(', ')}]`,
          );
        }
        requireGroup(store, logGroupName).retentionDays = retentionInDays;
        return {};
      },
    ],
    [
      'DeleteRetentionPolicy',
      (input) => {
        requireGroup(store, parseLogsInput(named, input).logGroupName).retentionDays = undefined;
        return {};
      },
    ],
    ...tagOperations(ofArn),
    // The older calls, which name the group.
    ...tagOperations((input) => requireGroup(store, parseLogsInput(named, input).logGroupName), {
      list: 'ListTagsLogGroup',
      tag: 'TagLogGroup',
      untag: 'UntagLogGroup',
      keys: 'tags',
    }),
  ];
}

const NEWER = {list: 'ListTagsForResource', tag: 'TagResource', untag: 'UntagResource', keys: 'tagKeys'};

function tagOperations(of: (input: unknown) => LogGroup, names = NEWER): [string, (input: unknown) => object][] {
  return [
    [names.list, (input) => ({tags: Object.fromEntries(of(input).tags)})],
    [
      names.tag,
      (input) => {
        const {tags} = parseLogsInput(z.object({tags: tagged}), input);
        for (const [key, value] of Object.entries(tags)) of(input).tags.set(key, value);
        return {};
      },
    ],
    [
      names.untag,
      (input) => {
        const {[names.keys]: keys = []} = parseLogsInput(z.object({[names.keys]: z.array(z.string())}), input);
        for (const key of keys) of(input).tags.delete(key);
        return {};
      },
    ],
  ];
}

function mismatch(value: string, member: string, pattern: string) {
  return invalidParameter(
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: Member must satisfy regular expression pattern: ${pattern}`,
  );
}
