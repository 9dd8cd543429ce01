import {randomUUID} from 'node:crypto';
import {failure, invalid, notFound} from '../failure.js';
import {Input} from '../input.js';
import {Violations} from '../violations.js';
import {json, type LambdaCall, type LambdaOperation, type LambdaWorld, noContent} from '../world.js';
import {parseFunctionTarget} from './function-target.js';
import {requireSettled} from './lifecycle.js';
import {findFunction} from './lookup.js';

const maxTags = 50;
const maxKeyLength = 128;
const maxValueLength = 256;
const uri = '/2017-03-31/tags/{Resource}';
const resourcePattern =
  'arn:(aws[a-zA-Z-]*):lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:\\d{12}:(function:[a-zA-Z0-9-_]+(:(\\$LATEST|[a-zA-Z0-9-_]+))?|code-signing-config:csc-[a-z0-9]{17}|event-source-mapping:[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}|capacity-provider:[a-zA-Z0-9-_]+)';

export function tagOperations(world: LambdaWorld): LambdaOperation[] {
  return [
    {
      name: 'ListTags',
      method: 'GET',
      uri,
      run: (call) => json(200, {Tags: taggable(world, call).tags}),
    },
    {
      name: 'TagResource',
      method: 'POST',
      uri,
      run: (call) => {
        const tags = Input.parse(call.request.body).textMap('Tags');
        const violations = new Violations();
        violations.required(tags, 'tags');
        violations.throwIfAny();
        const resource = taggable(world, call);
        if (Object.keys(tags ?? {}).length === 0) {
          throw invalid('An error occurred and the request cannot be processed.');
        }
        resource.requireSettled();
        const merged = {...resource.tags, ...tags};
        checkTags(merged);
        resource.set(merged);
        return noContent;
      },
    },
    {
      name: 'UntagResource',
      method: 'DELETE',
      uri,
      run: (call) => {
        const keys = new Set(call.request.query.getAll('tagKeys'));
        const violations = new Violations();
        violations.required(keys.size > 0 ? keys : undefined, 'tagKeys');
        violations.throwIfAny();
        const resource = taggable(world, call);
        resource.set(Object.fromEntries(Object.entries(resource.tags).filter(([key]) => !keys.has(key))));
        return noContent;
      },
    },
  ];
}

/** Refuses more tags than AWS allows on one resource, and longer ones (LDG "Tags"; the text of the latter is not recorded). */
export function checkTags(tags: Readonly<Record<string, string>>): void {
  if (Object.keys(tags).length > maxTags) throw invalid('Number of tags exceeds resource tag limit.');
  for (const [key, value] of Object.entries(tags)) {
    if (key.length > maxKeyLength || value.length > maxValueLength) {
      throw invalid(`The key or the value of the tag ${key.slice(0, maxKeyLength)} is too long.`);
    }
  }
}

interface Taggable {
  readonly tags: Readonly<Record<string, string>>;
  requireSettled(): void;
  set(tags: Readonly<Record<string, string>>): void;
}

function taggable(world: LambdaWorld, call: LambdaCall): Taggable {
  const arn = call.params.Resource ?? '';
  const violations = new Violations();
  violations.length(arn, 'resource', 1, 256);
  violations.pattern(arn, 'resource', resourcePattern);
  violations.throwIfAny();
  const kind = arn.startsWith('arn:') ? arn.split(':')[5] : undefined;
  if (kind === 'function') return taggedFunction(world, arn);
  const {eventSources, codeSigningConfigs, tags} = world.state;
  if (kind !== 'event-source-mapping' && kind !== 'code-signing-config') {
    throw failure(501, 'SandboxLimitation', `The sandbox keeps no tags of ${arn}.`);
  }
  if (!codeSigningConfigs.has(arn) && !eventSources.has(arn.split(':')[6] ?? '')) {
    throw notFound('The resource you requested does not exist.');
  }
  return {tags: tags.get(arn) ?? {}, requireSettled: () => undefined, set: (changed) => void tags.set(arn, changed)};
}

function taggedFunction(world: LambdaWorld, arn: string): Taggable {
  const target = parseFunctionTarget(world, arn);
  if (target.qualifier !== undefined) {
    throw invalid('Tags on function aliases and versions are not supported. Please specify a function ARN.');
  }
  const lambda = findFunction(world, target);
  return {
    tags: lambda.tags,
    requireSettled: () => requireSettled(world, lambda),
    set: (tags) => {
      lambda.tags = tags;
      // Tags are of the function, and yet move the RevisionId of $LATEST.
      lambda.latest.revisionId = randomUUID();
    },
  };
}
