import {type AnalysisSettings, stageName} from '../../analysis/settings.js';

/** By what a candidate is taken back beside errors: `slow requests (p90 2%); alarm checkout-5xx`; nothing when by nothing. */
export function besideErrorsText({slow, alarms = [], metrics = [], pairs = []}: AnalysisSettings): string | undefined {
  const shares = (['p90', 'p99'] as const).flatMap((name) => {
    const share = slow?.[name];
    return share === undefined ? [] : [`${name} ${percentText(share)}`];
  });
  const parts = [
    ...(shares.length > 0 ? [`slow requests (${shares.join(', ')})`] : []),
    ...pairs.map(({name, namespace, bad, total}) => `pair ${name} (${namespace} ${bad} of ${total ?? 'its samples'})`),
    ...alarms.map((name) => `alarm ${name}`),
    ...metrics.map(
      ({name, above, below}) => `metric ${name} ${above === undefined ? `below ${below}` : `above ${above}`}`,
    ),
  ];
  return parts.length === 0 ? undefined : parts.join('; ');
}

/** What makes a rollout wait and then hold, and takes nobody back: `more lost events (0.1%)`; nothing when nothing does. */
export function holdsText({lostEvents, apiStages = []}: AnalysisSettings): string | undefined {
  const parts = [
    ...(lostEvents === undefined ? [] : [`more lost events (${percentText(lostEvents)})`]),
    ...(apiStages.length === 0 ? [] : [`more server errors of ${apiStages.map(stageName).join(', ')}`]),
  ];
  return parts.length === 0 ? undefined : parts.join('; ');
}

function percentText(share: number): string {
  return `${Number((share * 100).toPrecision(6))}%`;
}
