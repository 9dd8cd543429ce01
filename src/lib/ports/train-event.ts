/** What happens to a train as a whole; its cars tell of themselves. */
export type TrainEvent =
  | {readonly type: 'train.began'; readonly trainId: string; readonly cars: number; readonly waves: number}
  | {
      readonly type: 'train.waveBegan';
      readonly trainId: string;
      /** Counted from 1. */
      readonly wave: number;
      readonly waves: number;
      readonly cars: number;
      /** Of those cars; events of earlier versions of this tool have none. */
      readonly names?: readonly string[];
    }
  /** All cars were judged together; `worst`: the names of those that bring most of the evidence. */
  | {
      readonly type: 'train.judged';
      readonly trainId: string;
      readonly evidence: number;
      /** Where it convicts. */
      readonly bound: number;
      readonly worst: readonly string[];
    }
  /** It does not go on: its cars go back, or each stays where it is. */
  | {
      readonly type: 'train.stopped';
      readonly trainId: string;
      readonly how: 'rollback' | 'hold';
      readonly reason: string;
    };
