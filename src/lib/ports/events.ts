import type {Judgement} from '../analysis/judgement.js';
import type {WeightChange} from '../analysis/minute/weight-change.js';
import type {AliasRef} from '../model/function/ref.js';
import type {Place} from '../model/place.js';
import type {CostComparison} from '../model/price/version-cost.js';
import type {HookMoment} from '../model/rollout/checks.js';
import type {RolloutPlace} from '../model/rollout/place.js';
import type {Step} from '../model/rollout/step.js';
import type {StepSample} from '../model/rollout/step-sample.js';
import type {StopKind} from '../model/rollout/stop-kind.js';
import type {WeightPercent} from '../model/rollout/weight.js';
import type {ToldFailures} from '../model/told-failures.js';
import type {VersionNotes} from '../model/versions/note.js';
import type {Version} from '../model/versions/version.js';
import type {VersionChange} from '../model/versions/version-change.js';
import type {TrainEvent} from './train-event.js';

/** What happens while a command works. execute/ emits it, report/ shows it; nobody decides by it. */
export type ReleaseEvent = (PackageEvent | PublishEvent | RolloutEvent | TrainEvent | NoticeEvent) & InPlace;

/** Where it happens, when work goes on in several environments or regions; absent where there is one. */
interface InPlace {
  readonly inEnvironment?: string;
  readonly inRegion?: string;
}

/** The place of an event; empty where there is one alone. */
export function placeOfEvent({inEnvironment, inRegion}: InPlace): Place {
  return {
    ...(inEnvironment !== undefined && {environment: inEnvironment}),
    ...(inRegion !== undefined && {region: inRegion}),
  };
}

export type PackageEvent =
  /** The command that makes its source runs. */
  | {readonly type: 'package.building'; readonly functionName: string; readonly command: string}
  /** A line of that command. */
  | {readonly type: 'package.printed'; readonly functionName: string; readonly line: string}
  | {readonly type: 'package.built'; readonly functionName: string; readonly command: string; readonly tookMs: number}
  | {readonly type: 'package.started'; readonly functionName: string; readonly source: string}
  | {
      readonly type: 'package.leftOut';
      readonly functionName: string;
      /** Present when they are left out of a layer. */
      readonly layerName?: string;
      readonly files: readonly string[];
    }
  | {
      /** Every byte has been read: what it is, is known. */
      readonly type: 'package.read';
      readonly functionName: string;
      /** The layer that it is, when it is not the function's own code. */
      readonly layerName?: string;
      readonly files: number;
      readonly unzippedBytes: number;
      readonly contentDigest: string;
    }
  | {
      readonly type: 'package.layered';
      readonly functionName: string;
      readonly layerName: string;
      readonly packages: number;
      readonly files: number;
      readonly zippedBytes: number;
      readonly unzippedBytes: number;
      readonly codeSha256: string;
    }
  | {
      readonly type: 'package.finished';
      readonly functionName: string;
      readonly files: number;
      readonly zippedBytes: number;
      readonly unzippedBytes: number;
      readonly codeSha256: string;
    };

export type PublishEvent =
  | {readonly type: 'layer.reused'; readonly functionName: string; readonly layer: string}
  | {readonly type: 'layer.published'; readonly functionName: string; readonly layer: string}
  | {
      readonly type: 'layer.shared';
      readonly functionName: string;
      readonly layer: string;
      /** Accounts and organizations that may use it from now on. */
      readonly sharedWith: readonly string[];
    }
  | {
      readonly type: 'layer.deleted';
      readonly layerName: string;
      readonly version: number;
      /** How many of the plan are looked at, and of how many. */
      readonly done: number;
      readonly count: number;
    }
  | {readonly type: 'code.unchanged'; readonly functionName: string; readonly codeSha256: string}
  | {
      readonly type: 'upload.started';
      readonly functionName: string;
      /** The layer that it is, when it is not the function's own code. */
      readonly layerName?: string;
      readonly to: 'inline' | 's3';
      readonly bytes: number;
    }
  | {
      readonly type: 'upload.progress';
      readonly functionName: string;
      readonly layerName?: string;
      readonly sentBytes: number;
      readonly bytes: number;
    }
  | {
      readonly type: 'upload.finished';
      readonly functionName: string;
      readonly layerName?: string;
      readonly to: 'inline' | 's3';
      readonly uploaded: boolean;
    }
  | {
      /** AWS Signer has signed what lies in S3. */
      readonly type: 'code.signed';
      readonly functionName: string;
      readonly layerName?: string;
      readonly profile: string;
      readonly jobId: string;
    }
  | {readonly type: 'function.created'; readonly functionName: string}
  | {readonly type: 'configuration.changed'; readonly functionName: string; readonly fields: readonly string[]}
  | {
      readonly type: 'update.waiting';
      readonly functionName: string;
      readonly status: string;
      readonly elapsedMs: number;
    }
  | {
      readonly type: 'version.published';
      readonly functionName: string;
      readonly version: Version;
      readonly changed: boolean;
    };

export type RolloutEvent =
  | {
      readonly type: 'rollout.started';
      readonly ref: AliasRef;
      readonly rolloutId: string;
      readonly stable: Version;
      readonly candidate: Version;
      readonly steps: readonly Step[];
      readonly notes?: VersionNotes;
      /** What is different in the candidate. */
      readonly changes?: readonly VersionChange[];
    }
  | {
      /** A process goes on with a rollout that another one began, or follows it. */
      readonly type: 'rollout.joined';
      readonly ref: AliasRef;
      readonly rolloutId: string;
      readonly manner: 'resume' | 'watch';
      readonly stable: Version;
      readonly candidate: Version;
      readonly steps: readonly Step[];
      /** 0-based; the number of steps while it is watched. */
      readonly stepIndex: number;
      readonly notes?: VersionNotes;
      readonly changes?: readonly VersionChange[];
      /** Every move so far, by the alias. */
      readonly weights?: readonly WeightChange[];
    }
  | {
      /** Its first move has been made, and an execution of the engine drives it from here on. */
      readonly type: 'rollout.handedOver';
      readonly ref: AliasRef;
      readonly rolloutId: string;
      /** ARN. */
      readonly execution: string;
    }
  | {
      readonly type: 'traffic.shifted';
      readonly ref: AliasRef;
      readonly stable: Version;
      /** What had been stable before, when a person has put another version in its place. */
      readonly from?: Version;
      readonly candidate?: {readonly version: Version; readonly weightPercent: WeightPercent};
      /** 0-based; absent when the move is not a step of a rollout. */
      readonly stepIndex?: number;
      readonly stepCount?: number;
      /** The rollout that it is a move of. */
      readonly of?: RolloutPlace;
    }
  | {
      readonly type: 'bake.started';
      readonly ref: AliasRef;
      readonly stepIndex: number;
      readonly stepCount: number;
      readonly bakeMs: number;
    }
  | {
      readonly type: 'sample.judged';
      readonly ref: AliasRef;
      readonly stepIndex: number;
      readonly elapsedMs: number;
      readonly bakeMs: number;
      readonly judgement: Judgement;
      readonly sample: StepSample;
    }
  | {
      readonly type: 'gate.passed';
      readonly ref: AliasRef;
      readonly stepIndex: number;
      readonly judgement: Judgement;
      /** Before its bake was over. */
      readonly early?: true;
    }
  | {readonly type: 'step.extended'; readonly ref: AliasRef; readonly stepIndex: number; readonly reason: string}
  | {
      readonly type: 'rollout.held';
      readonly ref: AliasRef;
      readonly stepIndex: number;
      readonly reason: string;
      readonly of?: RolloutPlace;
    }
  | {readonly type: 'rollout.promoted'; readonly ref: AliasRef; readonly version: Version; readonly of?: RolloutPlace}
  | {
      /** Whoever worked on a rollout has found that it is over, or in other hands. `lease`: AWS gave stable all traffic. */
      readonly type: 'rollout.endedElsewhere';
      readonly ref: AliasRef;
      readonly how: 'promoted' | 'aborted' | 'lease' | 'takenOver';
      readonly of: RolloutPlace;
      readonly message: string;
    }
  | {readonly type: 'abort.started'; readonly ref: AliasRef; readonly reason: string; readonly cause: StopKind}
  | {
      readonly type: 'abort.finished';
      readonly ref: AliasRef;
      readonly stable: Version;
      /** The version that was taken back, where the alias has told. */
      readonly candidate?: Version;
      readonly of?: RolloutPlace;
    }
  | ({readonly type: 'failures.found'; readonly ref: AliasRef; readonly version: Version} & ToldFailures)
  | {readonly type: 'watch.started'; readonly ref: AliasRef; readonly watchMs: number}
  | {
      readonly type: 'smoke.passed';
      readonly ref: AliasRef;
      readonly version: Version;
      readonly name: string;
      readonly durationMs: number;
    }
  /** So many calls were answered at one time, and so many of them began an environment. */
  | {
      readonly type: 'warm.finished';
      readonly ref: AliasRef;
      readonly version: Version;
      readonly calls: number;
      readonly coldStarts: number;
      readonly durationMs: number;
    }
  /** So many environments of a version are kept ready from now on; 0: none any more. */
  | {
      readonly type: 'provisioned.changed';
      readonly ref: AliasRef;
      readonly version: Version;
      readonly requested: number;
    }
  /** What a request of either version costs, as both took while they had traffic. */
  | ({readonly type: 'cost.compared'; readonly ref: AliasRef} & CostComparison)
  | {readonly type: 'hook.started'; readonly ref: AliasRef; readonly moment: HookMoment; readonly command: string}
  /** A line of a hook or of a smoke test's own command. */
  | {readonly type: 'command.printed'; readonly ref: AliasRef; readonly line: string}
  | {readonly type: 'signal.received'; readonly signal: 'SIGINT' | 'SIGTERM'; readonly policy: 'abort' | 'hold'};

export type NoticeEvent =
  /** Something leaves against a freeze or a blocker, and this is why. */
  | {
      readonly type: 'freeze.overridden';
      readonly functionName: string;
      readonly alias?: string;
      readonly reason: string;
      /** What was in the way; empty when nothing was. */
      readonly against: readonly string[];
    }
  /** A version answers at an address of its own, beside production. */
  | {
      readonly type: 'preview.ready';
      readonly ref: AliasRef;
      readonly version: Version;
      readonly url: string;
      readonly expiresMs: number;
    }
  | {readonly type: 'warning'; readonly code: string; readonly message: string}
  | {readonly type: 'heartbeat'; readonly message: string};

/** Where execute/ and observe/ speak. Emitting never throws and never waits. */
export interface EventSink {
  emit(event: ReleaseEvent): void;
}
