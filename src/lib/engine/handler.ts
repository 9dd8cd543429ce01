import {createHandler} from './create-handler.js';
import {createTickWiring} from './wiring.js';

/** What Lambda calls. */
export const handler = createHandler({
  ports: createTickWiring(process.env),
  // Put in by the build.
  tool: process.env.LAMBDA_RELEASE_TOOL ?? 'unknown',
  log: (line) => process.stdout.write(`${line}\n`),
});
