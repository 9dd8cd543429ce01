import {HOOK_MOMENTS} from '../../model/rollout/checks.js';
import type {Refusal} from '../refusal.js';
import type {RolloutSpec} from '../rollout/plan.js';

/**
 * What of a rollout an engine could not do: hooks are commands of the machine that has them. Smoke tests are none of it, for
 * they are run before the first move, which the process makes that starts the engine.
 */
export function engineRefusals({engine, checks}: Pick<RolloutSpec, 'engine' | 'checks'>): readonly Refusal[] {
  if (!engine) return [];
  const named = HOOK_MOMENTS.filter((moment) => checks?.hooks[moment] !== undefined);
  if (named.length === 0) return [];
  const [are, them] = named.length === 1 ? ['The hook', 'it'] : ['The hooks', 'them'];
  return [
    {
      code: 'ENGINE_HOOKS',
      message: `${are} ${named.join(', ')} cannot run in Step Functions, which has no machine of yours to run commands on.`,
      suggestions: [
        'Let the process that begins the rollout drive it to its end: --engine process',
        `Or take ${them} out; a smoke test, with a command of its own, is run before the first move.`,
      ],
      details: {hooks: named},
    },
  ];
}

/** That there is no engine where the rollout is. */
export function engineMissing(where: string): Refusal {
  return {
    code: 'ENGINE_NOT_INSTALLED',
    message: `The engine is not installed: there is no state machine ${where}.`,
    suggestions: ['Install it: lambda-release engine install', 'Or drive it from here: --engine process'],
    details: {stateMachine: where},
  };
}
