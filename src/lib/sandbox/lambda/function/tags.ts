import {randomUUID} from 'node:crypto';
import {failure, invalid} from '../failure.js';
import {Input} from '../input.js';
import type {LambdaFunction} from '../state.js';
import {Violations} from '../violations.js';
import {json, type LambdaCall, type LambdaOperation, type LambdaWorld, noContent} from '../world.js';
import {functionArn, parseFunctionTarget} from './function-target.js';
import {requireSettled} from './lifecycle.js';
import {findFunction} from './lookup.js';

const maxTags = 50;
const uri = '/2017-03-31/tags/{Resource}';

export function tagOperations(world: LambdaWorld): LambdaOperation[] {
  return [
    {
      name: 'ListTags',
      method: 'GET',
      uri,
      run: (call) => json(200, {Tags: tagged(world, call).tags}),
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
        const lambda = tagged(world, call);
        requireSettled(world, lambda);
        const merged = {...lambda.tags, ...tags};
        checkTags(merged);
        lambda.tags = merged;
        // Tags are of the function, and yet move the RevisionId of $LATEST.
        lambda.latest.revisionId = randomUUID();
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
        const lambda = tagged(world, call);
        lambda.tags = Object.fromEntries(Object.entries(lambda.tags).filter(([key]) => !keys.has(key)));
        lambda.latest.revisionId = randomUUID();
        return noContent;
      },
    },
  ];
}

/** Refuses more tags than AWS allows on one resource. */
export function checkTags(tags: Readonly<Record<string, string>>): void {
  if (Object.keys(tags).length > maxTags) throw invalid('Number of tags exceeds resource tag limit.');
}

function tagged(world: LambdaWorld, call: LambdaCall): LambdaFunction {
  const arn = call.params.Resource ?? '';
  if (!arn.startsWith('arn:') || arn.split(':')[5] !== 'function') {
    throw failure(501, 'SandboxLimitation', `The sandbox keeps tags of functions only, not of ${arn}.`);
  }
  const target = parseFunctionTarget(world, arn);
  if (target.qualifier !== undefined) {
    throw invalid(
      `Resource ${functionArn(world, target.name, target.qualifier)} is not supported: tags on function aliases and versions are not supported. Please specify a function ARN.`,
    );
  }
  return findFunction(world, target);
}
