import {AwsClients} from '../../src/lib/aws/clients.js';
import {LambdaAliases} from '../../src/lib/aws/lambda/aliases.js';

// A process of its own for clients.test.ts: reads an alias and prints what came of it.
const reading = new LambdaAliases(new AwsClients()).getAlias({functionName: 'checkout', alias: 'live'});
const outcome = await reading.then(
  (alias) => alias?.stable ?? 'none',
  (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
);
process.stdout.write(String(outcome));
