import {Flags} from '@oclif/core';

/** The stack that is the engine. */
export const stackFlag = Flags.string({
  summary: 'Stack of CloudFormation that is the engine.',
  env: 'LAMBDA_RELEASE_ENGINE_STACK',
  default: 'lambda-release-engine',
  helpValue: 'NAME',
});
