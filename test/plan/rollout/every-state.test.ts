import {describe, expect, it} from 'vitest';
import {DEFAULT_SETTINGS} from '../../../src/lib/analysis/settings.js';
import {watchRollout} from '../../../src/lib/execute/rollout/watch.js';
import type {AliasState} from '../../../src/lib/model/alias/state.js';
import {parseTrafficSpec} from '../../../src/lib/model/rollout/traffic-spec.js';
import type {ObservedRollout} from '../../../src/lib/observe/rollout/rollout.js';
import type {Refusal} from '../../../src/lib/plan/refusal.js';
import {planAbort} from '../../../src/lib/plan/rollout/abort.js';
import {planHold} from '../../../src/lib/plan/rollout/hold.js';
import {planPromote} from '../../../src/lib/plan/rollout/promote.js';
import {planResume} from '../../../src/lib/plan/rollout/resume.js';
import {planRollback} from '../../../src/lib/plan/rollout/rollback.js';
import {planShift} from '../../../src/lib/plan/rollout/shift.js';
import {planStart} from '../../../src/lib/plan/rollout/start.js';
import {aProcess, aSpec, aWorld, observed, REF, START_MS} from '../../execute/rollout/rollout-world.js';
import {aFunction} from '../../fakes/a-function.js';

const STEP = 'Checkout [was 5] [lr1 k3x9a0 2/3 6>7 5,25,50:5m hjb80+6 w10m 1a2b3c4d]';
const HELD = STEP.replace(/\]$/, ' held]');
const WATCH = 'Checkout [was 5] [lr1 k3x9a0 w/3 6>7 5,25,50:5m hjb80+6+6+6 w10m 1a2b3c4d]';
const BESIDE = 'Checkout [was 5] [lr1 k3x9a0 b/3 6>7 5,25,50:5m hjb80+6+6+6<4 w10m 1a2b3c4d]';
const NEWER = 'Checkout [lr2 k3x9a0 2/3 6>7 whatever comes]';

function left(stable: string, weightPercent: number, description: string): AliasState {
  const candidate = weightPercent > 0 && {candidate: {version: '7', weightPercent}};
  return aWorld().put({...REF, stable, ...candidate, description}, START_MS);
}

const ALIKE = new Map(['5', '6', '7'].map((version) => [version, aFunction({version})]));
const DIFFERENT = new Map(['5', '6', '7'].map((version) => [version, aFunction({version, codeSha256: version})]));
const at = (stable: string, weightPercent: number, description: string) =>
  observed(left(stable, weightPercent, description), {versions: DIFFERENT});

type Planned = {readonly ok: false; readonly refusals: readonly Refusal[]} | {readonly ok: true; readonly plan: object};

const {steps: _steps, watchMs: _watchMs, candidate: _candidate, ...POLICY} = aSpec();
const COMMANDS = {
  start: (seen) => planStart(aSpec(), seen, START_MS),
  promote: (seen) => planPromote({full: false}, seen, START_MS),
  'promote --full': (seen) => planPromote({full: true}, seen, START_MS),
  hold: (seen) => planHold(seen),
  abort: (seen) => planAbort(seen),
  resume: (seen) => planResume({...POLICY, runner: 'heir', acceptSettings: true}, seen),
  'shift 7@30': (seen) => planShift([parseTrafficSpec('7@30')], seen),
  'shift 7': (seen) => planShift([parseTrafficSpec('7')], seen),
  'shift 6': (seen) => planShift([parseTrafficSpec('6')], seen),
  rollback: (seen) => planRollback({...seen, others: ['5']}),
} satisfies Record<string, (seen: ObservedRollout) => Planned>;

/** What each command comes to: the codes of its refusal, or what it would do. */
type Ends = Readonly<Record<keyof typeof COMMANDS, string>>;

function all(code: string): Ends {
  return Object.fromEntries(Object.keys(COMMANDS).map((command) => [command, code])) as Ends;
}

const GONE: Ends = all('ALIAS_NOT_FOUND');
const AT_REST: Ends = {
  ...all('NO_ROLLOUT'),
  start: 'rollout',
  abort: 'unchanged',
  'shift 7@30': 'shift',
  'shift 7': 'shift',
  'shift 6': 'unchanged',
  rollback: 'rollback',
};
const FOREIGN: Ends = {...all('FOREIGN_WEIGHTS'), 'shift 7@30': 'shift', 'shift 7': 'shift', 'shift 6': 'shift'};
const RUNNING: Ends = {
  ...all('ROLLOUT_RUNNING'),
  promote: 'step',
  'promote --full': 'promote',
  hold: 'hold',
  abort: 'abort',
  resume: 'rollout',
  'shift 7': 'shift',
  'shift 6': 'shift',
  rollback: 'abort',
};
const ORPHANED: Ends = {
  ...all('ROLLOUT_ORPHANED'),
  abort: 'abort',
  'shift 7': 'shift',
  'shift 6': 'shift',
  rollback: 'abort',
};

const STATES: readonly (readonly [string, ObservedRollout, Ends])[] = [
  [
    'of no function',
    observed(undefined, {functionExists: false, versions: new Map()}),
    {
      ...GONE,
      start: 'FUNCTION_NOT_FOUND',
      'shift 7@30': 'FUNCTION_NOT_FOUND',
      'shift 7': 'FUNCTION_NOT_FOUND',
      'shift 6': 'FUNCTION_NOT_FOUND',
    },
  ],
  ['that is not there', observed(undefined), GONE],
  ['at rest', at('6', 0, 'Checkout [was 5]'), AT_REST],
  [
    'at rest, both versions identical',
    observed(left('6', 0, 'Checkout [was 5]'), {versions: ALIKE}),
    {...AT_REST, start: 'nothing'},
  ],
  ['with weights of others', at('6', 5, 'Checkout [was 5]'), FOREIGN],
  ['in a rollout', at('6', 25, STEP), RUNNING],
  ['in a rollout that is held', at('6', 25, HELD), {...RUNNING, hold: 'unchanged'}],
  ['in a watch', at('7', 0, WATCH), {...RUNNING, promote: 'promote', 'shift 7@30': 'ROLLOUT_RUNNING SAME_VERSION'}],
  ['whose candidate is beside stable once more', at('6', 50, BESIDE), RUNNING],
  ['whose weight somebody changed in a rollout', at('6', 30, STEP), ORPHANED],
  [
    'that somebody promoted in a rollout',
    at('7', 0, STEP),
    {
      ...ORPHANED,
      abort: 'ROLLOUT_ORPHANED',
      rollback: 'ROLLOUT_ORPHANED',
      'shift 7@30': 'ROLLOUT_ORPHANED SAME_VERSION',
    },
  ],
  ['with a marker of another version', at('6', 5, NEWER), ORPHANED],
];

function told(planned: Planned): string {
  if (!planned.ok) return planned.refusals.map(({code}) => code).join(' ');
  const {kind, changed} = planned.plan as {readonly kind: string; readonly changed?: boolean};
  return changed === false ? 'unchanged' : kind;
}

describe.each(STATES)('an alias %s', (_state, seen, ends) => {
  it('takes every command or refuses it by a code', () => {
    const came = Object.entries(COMMANDS).map(([command, plan]) => [command, told(plan(seen))]);
    expect(Object.fromEntries(came)).toEqual(ends);
  });

  it('has a way out of every refusal that can be typed', () => {
    for (const [command, plan] of Object.entries(COMMANDS)) {
      const planned: Planned = plan(seen);
      for (const {code, suggestions} of planned.ok ? [] : planned.refusals)
        expect(suggestions.join('\n'), `${command}: ${code}`).toMatch(/(lambda-release|aws) [a-z]|add --[a-z]/);
    }
  });

  it('is watched where there is a rollout, and otherwise refused', async () => {
    const {world, deps, controller} = aProcess();
    if (seen.alias) world.put(seen.alias, START_MS);
    else world.delete(REF);
    const options = {ref: REF, settings: DEFAULT_SETTINGS, waitMs: 30_000};
    const watched = await watchRollout(deps, options, controller.signal);
    const isHeld = seen.standing.kind === 'running' && seen.standing.marker.held;
    if (ends.hold === 'hold') expect(watched).toMatchObject({kind: 'waitOver'});
    else if (isHeld) expect(watched).toMatchObject({kind: 'held'});
    else expect(watched).toMatchObject({kind: 'refused', refusals: [{code: ends.hold}]});
  });
});
