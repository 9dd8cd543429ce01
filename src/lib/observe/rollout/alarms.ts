import type {AnalysisSettings} from '../../analysis/settings.js';
import type {SignalsPort} from '../../ports/signals.js';
import type {ObservedRollout} from './rollout.js';

/** What was observed of an alias, with the alarms that its rollout is to mind. Throws AwsError. */
export async function withAlarms(
  {signals}: {readonly signals: SignalsPort},
  observed: ObservedRollout,
  {alarms = []}: Pick<AnalysisSettings, 'alarms'>,
  signal?: AbortSignal,
): Promise<ObservedRollout> {
  if (alarms.length === 0) return observed;
  return {...observed, alarms: await signals.readAlarms(alarms, signal)};
}
