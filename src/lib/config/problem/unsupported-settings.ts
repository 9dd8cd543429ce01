interface UnsupportedSetting {
  /** `*` stands for any one key. */
  readonly path: readonly string[];
  /** What to do instead, as a sentence. */
  readonly instead: string;
}

/**
 * Settings that belong to the format but that this version does not act on. They are refused rather than ignored:
 * a smoke test that silently never runs is worse than none.
 */
const UNSUPPORTED: readonly UnsupportedSetting[] = [
  {path: ['rollout', 'poll'], instead: 'CloudWatch is read every 20 s.'},
];

/** What to do instead of a setting this version does not act on; `undefined` for any other path. */
export function insteadOfUnsupported(path: readonly PropertyKey[]): string | undefined {
  return UNSUPPORTED.find(
    (setting) =>
      setting.path.length === path.length && setting.path.every((part, index) => part === '*' || part === path[index]),
  )?.instead;
}
