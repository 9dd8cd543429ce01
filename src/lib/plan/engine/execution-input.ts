import type {AnalysisSettings} from '../../analysis/settings.js';
import type {InconclusivePolicy} from '../../config/release-file.js';
import type {Tells} from '../../model/rollout/execution.js';
import {BESIDE_WEIGHT_PERCENT} from '../../model/rollout/marker.js';
import {shiftCommand} from '../../model/rollout/repair-command.js';
import type {RolloutPlan} from '../rollout/plan.js';
import {restoredTarget} from '../tick/find.js';

/** What every tick of an execution is given. */
export interface TickInput {
  readonly functionName: string;
  readonly alias: string;
  readonly rolloutId: string;
  readonly stable: string;
  readonly candidate: string;
  /** The alias's description when stable has everything again. */
  readonly restored: string;
  readonly settings: AnalysisSettings;
  readonly onInconclusive: InconclusivePolicy;
  readonly promoteEarly: boolean;
  readonly tells: Tells;
  /** Since when nothing could be read, epoch milliseconds; 0 when the tick before could. */
  readonly blindSinceMs: number;
}

/** The input of an execution, which drives one rollout that has had its first move. */
export interface ExecutionInput extends Omit<TickInput, 'blindSinceMs'> {
  /** The command for whoever has to do by hand what the machine could not. */
  readonly repair: string;
  /** The candidate's share by the marker's word for where the rollout is, percent; none while it is watched. */
  readonly stepWeights: Readonly<Record<string, number>>;
}

/** What a state machine has to know to drive this rollout, and to take it back without any of our code. */
export function toExecutionInput(
  plan: Pick<
    RolloutPlan,
    | ('ref' | 'rolloutId' | 'stable' | 'candidate' | 'before' | 'steps' | 'settings' | 'onInconclusive')
    | ('promoteEarly' | 'tells')
  >,
): ExecutionInput {
  const {ref, rolloutId, stable, candidate, before, steps, settings, onInconclusive, promoteEarly, tells = {}} = plan;
  return {
    ...ref,
    rolloutId,
    stable,
    candidate,
    restored: restoredTarget(before.description, stable).description,
    repair: shiftCommand(ref, stable),
    stepWeights: {
      ...Object.fromEntries(steps.map(({weightPercent}, index) => [String(index + 1), weightPercent])),
      b: BESIDE_WEIGHT_PERCENT,
    },
    settings,
    onInconclusive,
    promoteEarly,
    tells,
  };
}
