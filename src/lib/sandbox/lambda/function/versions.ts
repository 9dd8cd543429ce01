import {invalid} from '../failure.js';
import {Input} from '../input.js';
import {refuseUnknownMembers} from '../known-members.js';
import {takePage} from '../paging.js';
import {Violations} from '../violations.js';
import {json, type LambdaOperation, type LambdaWorld} from '../world.js';
import {describeAllVersions, describeVersion} from './describe.js';
import {functionArn, functionTarget} from './function-target.js';
import {checkRevision, requireSettled} from './lifecycle.js';
import {findFunction} from './lookup.js';
import {publish} from './publish.js';

/** AWS gives at most this many per response, whatever MaxItems says. */
const versionsPerPage = 50;

export function versionOperations(world: LambdaWorld): LambdaOperation[] {
  return [
    {
      name: 'PublishVersion',
      method: 'POST',
      uri: '/2015-03-31/functions/{FunctionName}/versions',
      run: (call) => {
        refuseUnknownMembers('PublishVersion', call.request.body);
        const target = functionTarget(world, call);
        const input = Input.parse(call.request.body);
        const violations = new Violations();
        violations.length(input.text('Description'), 'description', 0, 256);
        violations.throwIfAny();
        const lambda = findFunction(world, target);
        requireSettled(world, lambda);
        checkRevision(input.text('RevisionId'), lambda.latest.revisionId);
        checkCodeSha256(input.text('CodeSha256'), lambda.latest.code.sha256);
        // The CLI sends an empty description for none: it does not replace the function's.
        const description = input.text('Description') || undefined;
        const version = publish(world, lambda, {pending: false, ...(description ? {description} : {})});
        return json(201, describeVersion(world, version, functionArn(world, lambda.name, version.version)));
      },
    },
    {
      name: 'ListVersionsByFunction',
      method: 'GET',
      uri: '/2015-03-31/functions/{FunctionName}/versions',
      run: (call) => {
        const lambda = findFunction(world, functionTarget(world, call));
        const page = takePage(describeAllVersions(world, lambda), call.request, versionsPerPage);
        return json(200, {Versions: page.items, NextMarker: page.NextMarker});
      },
    },
  ];
}

// A 400 on AWS, where a stale RevisionId is a 412.
function checkCodeSha256(given: string | undefined, current: string): void {
  if (!given || given === current) return;
  throw invalid(
    `CodeSHA256 (${given}) is different from current CodeSHA256 in $LATEST (${current}). Please try again with the CodeSHA256 in $LATEST.`,
  );
}
