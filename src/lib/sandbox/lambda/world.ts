import type {SandboxClock} from '../clock.js';
import type {ImageRead} from '../ecr/image.js';
import type {Invoker} from '../invocation.js';
import type {SandboxRequest, SandboxResponse} from '../service.js';
import type {AliasPropagation} from './alias/propagation.js';
import type {Transitions} from './function/transitions.js';
import type {LambdaState} from './state.js';

/** What reading an object for CreateFunction and the like came to. */
export type ObjectRead =
  | {readonly kind: 'found'; readonly body: Buffer}
  | {readonly kind: 'no-such-bucket'}
  | {readonly kind: 'no-such-key'};

/** Reads an image of ECR by its URI, in the Region of the function. */
export type ReadImage = (uri: string) => ImageRead;

export type ReadObject = (bucket: string, key: string, version: string | undefined) => Promise<ObjectRead>;

/** What every operation of Lambda works on. */
export interface LambdaWorld {
  readonly region: string;
  readonly accountId: string;
  readonly clock: SandboxClock;
  readonly state: LambdaState;
  readonly transitions: Transitions;
  readonly invoker: Invoker;
  readonly readObject: ReadObject;
  readonly readImage: ReadImage;
  readonly accountConcurrency: number;
  readonly propagation: AliasPropagation;
  /** Takes functions that cannot run on this machine too. */
  readonly acceptAnyRuntime: boolean;
}

/** One request, routed: path parameters decoded. */
export interface LambdaCall {
  readonly request: SandboxRequest;
  readonly params: Readonly<Record<string, string>>;
}

export interface LambdaOperation {
  readonly name: string;
  readonly method: string;
  /** As in AWS's model: `/2015-03-31/functions/{FunctionName}/code`, with `?find=X` where the query tells operations apart. */
  readonly uri: string;
  run(call: LambdaCall): SandboxResponse | Promise<SandboxResponse>;
}

/** A JSON answer; undefined members are left out. */
export function json(status: number, body: unknown): SandboxResponse {
  return {status, headers: {'content-type': 'application/json'}, body: JSON.stringify(body)};
}

export const noContent: SandboxResponse = {status: 204};
