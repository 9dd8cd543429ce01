import type {KeepReason} from '../../../plan/versions/prune.js';

/** Why a version is kept, in a few words: `serves live`, `live can roll back to it`, `reserve`. */
export function keepReasonText(reason: KeepReason): string {
  switch (reason.kind) {
    case 'alias':
      return `serves ${reason.alias}`;
    case 'weight':
      return `has a weight on ${reason.alias}`;
    case 'unweighted':
      return `still named by ${reason.alias}, with weight 0: any next move of it ends that`;
    case 'rollout':
      return `in a rollout of ${reason.alias}`;
    case 'previous':
      return `${reason.alias} can roll back to it`;
    case 'provisioned':
      return 'has provisioned concurrency';
    case 'trigger':
      return `event source ${reason.uuid} invokes it`;
    case 'executions':
      return `${reason.running} durable ${reason.running === 1 ? 'execution runs' : 'executions run'} on it`;
    case 'newest':
      return 'newest';
    case 'reserve':
      return 'reserve';
    case 'grace':
      return 'younger than the grace period';
    case 'ageUnknown':
      return 'age unknown';
  }
}
