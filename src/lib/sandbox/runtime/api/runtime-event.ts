import type {OnChunk} from '../../invocation.js';

/** One event as a runtime takes it from `invocation/next`. */
export interface RuntimeEvent {
  readonly requestId: string;
  readonly payload: Buffer;
  readonly invokedArn: string;
  /** Wall time, epoch milliseconds. */
  readonly deadlineMs: number;
  readonly traceId: string;
  /** JSON, as the handler gets it. */
  readonly clientContext?: string | undefined;
  readonly onChunk?: OnChunk;
}
