import {formatDuration} from '../../model/duration.js';
import type {AliasRef} from '../../model/function/ref.js';
import type {AsyncSettings, AsyncSettingsChange} from '../../ports/lambda/async-settings.js';
import type {SettingChange} from './function-settings.js';

/** What is to become of the asynchronous settings of an alias. */
export interface AsyncSettingsPlan {
  readonly ref: AliasRef;
  /** The whole, as the alias will have it. */
  readonly settings: AsyncSettings;
  /** Empty when there is nothing to do. */
  readonly changes: readonly SettingChange[];
}

const FIELDS = [
  ['retries', 'retries'],
  ['maxAge', 'maxAgeSeconds'],
  ['onSuccess', 'onSuccess'],
  ['onFailure', 'onFailure'],
] as const;

/** What of the wanted settings differs from what the alias has; what is not wanted stays. */
export function planAsyncSettings(
  ref: AliasRef,
  current: AsyncSettings | undefined,
  wanted: AsyncSettingsChange,
): AsyncSettingsPlan {
  const {retries, maxAgeSeconds, onSuccess, onFailure} = {...current, ...wanted};
  const settings: AsyncSettings = {
    ...(retries !== undefined && {retries}),
    ...(maxAgeSeconds !== undefined && {maxAgeSeconds}),
    ...(onSuccess && {onSuccess}),
    ...(onFailure && {onFailure}),
  };
  const changes = FIELDS.flatMap(([field, key]) => {
    const [from, to] = [toText(current?.[key], key), toText(settings[key], key)];
    return from === to ? [] : [{field: `asyncInvoke.${field}`, from, to}];
  });
  return {ref, settings, changes};
}

function toText(value: string | number | undefined, key: keyof AsyncSettings): string {
  if (value === undefined) return '';
  return key === 'maxAgeSeconds' ? formatDuration(Number(value) * 1_000) : String(value);
}
