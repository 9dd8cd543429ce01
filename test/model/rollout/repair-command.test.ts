import {expect, it} from 'vitest';
import {updateAliasCommand} from '../../../src/lib/model/rollout/repair-command.js';

it('the command for a whole statement of an alias can be pasted, whatever its version and description', () => {
  const ref = {functionName: 'checkout', alias: 'live'};
  expect(updateAliasCommand(ref, {stable: '$LATEST', description: "the team's"})).toBe(
    `aws lambda update-alias --function-name checkout --name live --function-version '$LATEST' ` +
      `--routing-config '{"AdditionalVersionWeights":{}}' --description 'the team'\\''s'`,
  );
});
