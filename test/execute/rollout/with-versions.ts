import type {FunctionConfiguration} from '../../../src/lib/ports/lambda/functions.js';
import {aFunction} from '../../fakes/a-function.js';
import {FakeFunctions} from '../../fakes/fake-functions.js';
import {type Process, REF} from './rollout-world.js';

/** Functions with versions 1 to `count`, all Active. */
export async function withVersions(process: Process, count: number): Promise<FakeFunctions> {
  const functions = new FakeFunctions(process.clock, aFunction());
  for (let version = 1; version <= count; version++) {
    const latest = (await functions.getFunction(REF.functionName)) as FunctionConfiguration;
    functions.changeBehindOurBack({codeSha256: `code-${version}`, description: `${version}`});
    const {revisionId} = (await functions.getFunction(REF.functionName)) ?? latest;
    await functions.publishVersion({
      codeSha256: `code-${version}`,
      revisionId,
      description: '',
    });
  }
  return functions;
}
