/** Where a setting came from, for messages such as "from release.yml". */
export type SettingSource = 'flag' | 'environment' | 'file' | 'default';

/** One setting as each place states it; `undefined` where a place says nothing. */
export interface SettingPlaces<T> {
  readonly flag?: T | undefined;
  readonly environment?: T | undefined;
  readonly file?: T | undefined;
}

export interface ResolvedSetting<T> {
  readonly value: T;
  readonly source: SettingSource;
}

/** The value that counts: flag before environment variable before file before default. */
export function resolveSetting<T>(places: SettingPlaces<T>, fallback: T): ResolvedSetting<T> {
  for (const source of ['flag', 'environment', 'file'] as const) {
    const value = places[source];
    if (value !== undefined) return {value, source};
  }
  return {value: fallback, source: 'default'};
}
