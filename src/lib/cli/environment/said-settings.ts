import type {Interfaces} from '@oclif/core';
import type {SaidSetting} from '../../service/environment/settings-in-force.js';

/** The setting of the release file that a flag goes before. Flags that add to a list are not among them. */
const SETTING_OF: Readonly<Record<string, string>> = {
  region: 'region',
  profile: 'profile',
  steps: 'rollout.steps',
  watch: 'rollout.watch',
  'on-inconclusive': 'rollout.onInconclusive',
  'on-interrupt': 'rollout.onInterrupt',
  'promote-early': 'rollout.promoteEarly',
  lease: 'rollout.lease.role',
  alpha: 'rollout.analysis.alpha',
  'tolerate-ratio': 'rollout.analysis.tolerate.ratio',
  'tolerate-plus': 'rollout.analysis.tolerate.plus',
  'min-invocations': 'rollout.analysis.minInvocations',
  slow: 'rollout.analysis.slow',
  'lost-events': 'rollout.analysis.lostEvents',
  bucket: 'artifacts.bucket',
  prefix: 'artifacts.prefix',
  record: 'record.logGroup',
};

interface Typed {
  readonly flags: Interfaces.FlagInput;
  readonly raw: Interfaces.ParserOutput['raw'];
  readonly environment: {readonly [name: string]: string | undefined};
}

/** What flags and their variables say of settings that a release file has too, as it was written. */
export function saidSettings({flags, raw, environment}: Typed): readonly SaidSetting[] {
  return Object.entries(flags).flatMap(([name, {env}]): readonly SaidSetting[] => {
    const path = SETTING_OF[name];
    if (path === undefined) return [];
    const token = raw.findLast((each) => each.type === 'flag' && each.flag === name);
    if (token) return [{path, value: textOf(token.input, name), by: {kind: 'flag', name}}];
    const value = env === undefined ? undefined : environment[env];
    return value && env !== undefined ? [{path, value, by: {kind: 'variable', name: env}}] : [];
  });
}

/** A yes-or-no flag is its own value. */
function textOf(input: string, name: string): string {
  if (input === `--${name}`) return 'true';
  return input === `--no-${name}` ? 'false' : input;
}
