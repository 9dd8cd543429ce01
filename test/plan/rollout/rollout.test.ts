import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {MAX_DESCRIPTION_LENGTH} from '../../../src/lib/model/description-length.js';
import {parseSteps} from '../../../src/lib/model/rollout/step.js';
import type {ObservedRollout} from '../../../src/lib/observe/rollout/rollout.js';
import type {RolloutPlan, RolloutSpec} from '../../../src/lib/plan/rollout/plan.js';
import {planRollout} from '../../../src/lib/plan/rollout/rollout.js';
import {aSpec, aWorld, DESCRIPTION, observed, REF, START_MS} from '../../execute/rollout/rollout-world.js';
import {aFunction} from '../../fakes/a-function.js';

const MINUTE_MS = 60_000;
const MARKED = `Checkout [lr1 k3x9a0 1/1 6>7 5:5m hjb80 w10m 1a2b3c4d]`;

function anAlias(change: Partial<NonNullable<ObservedRollout['alias']>> = {}): NonNullable<ObservedRollout['alias']> {
  const alias = aWorld().newest(REF);
  if (!alias) throw new Error('No alias in the world.');
  return {...alias, ...change};
}

function codes(spec: Partial<RolloutSpec>, seen: ObservedRollout): string[] {
  const planned = planRollout(aSpec(spec), seen, START_MS);
  return planned.ok ? [] : planned.refusals.map(({code}) => code);
}

function plan(spec: Partial<RolloutSpec> = {}, seen = observed(anAlias())): RolloutPlan {
  const planned = planRollout(aSpec(spec), seen, START_MS);
  if (!planned.ok || planned.plan.kind !== 'rollout') throw new Error(`Not planned: ${JSON.stringify(planned)}`);
  return planned.plan;
}

describe('the plan of a rollout', () => {
  it('goes from stable to candidate through its steps', () => {
    expect(plan()).toMatchObject({
      stable: '6',
      candidate: '7',
      weights: [5, 50, 100],
      leastMs: 9 * MINUTE_MS,
      before: {description: DESCRIPTION},
      warnings: [],
    });
  });

  it('ends at 100 % and rises all the way, whatever the steps', () => {
    const texts = fc.uniqueArray(fc.integer({min: 1, max: 99}), {minLength: 1, maxLength: 8}).map((weights) =>
      weights
        .sort((a, b) => a - b)
        .map((weight) => `${weight}%:5m`)
        .join(', '),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const {weights} = plan({steps: parseSteps(text)});
        expect(weights.at(-1)).toBe(100);
        weights.forEach((weight, index) => {
          expect(weight).toBeGreaterThan(weights[index - 1] ?? 0);
        });
      }),
    );
  });

  it('has another id for another time or revision', () => {
    const later = planRollout(aSpec(), observed(anAlias()), START_MS + 1);
    const other = plan({}, observed(anAlias({revisionId: 'rev-9'})));
    expect(plan().rolloutId).toMatch(/^[0-9a-z]{6}$/);
    expect(later.ok && later.plan.kind === 'rollout' && later.plan.rolloutId).not.toBe(plan().rolloutId);
    expect(other.rolloutId).not.toBe(plan().rolloutId);
  });

  it('waits for the timeouts of the slower version before it reads a minute', () => {
    const versions = new Map([
      ['6', aFunction({version: '6', timeoutSeconds: 3})],
      ['7', aFunction({version: '7', timeoutSeconds: 40})],
    ]);
    expect(plan({}, observed(anAlias(), {versions})).settings.settleMs).toBe(70_000);
  });

  it('warns where the candidate is not compared', () => {
    const warned = (steps: string) => plan({steps: parseSteps(steps)}).warnings.map(({code}) => code);
    expect(warned('5%:5m, 75%:5m')).toEqual(['STEP_NOT_COMPARED']);
    expect(warned('all-at-once')).toEqual(['NOT_COMPARED']);
  });
});

describe('a rollout is refused', () => {
  const alias = anAlias();

  it.each<[string, Partial<RolloutSpec>, ObservedRollout]>([
    ['FUNCTION_NOT_FOUND', {}, observed(undefined, {functionExists: false, versions: new Map()})],
    ['ALIAS_NOT_FOUND', {}, observed(undefined)],
    ['VERSION_NOT_FOUND', {candidate: '8'}, observed(alias)],
    ['LATEST_NOT_ALLOWED', {candidate: '$LATEST'}, observed(alias)],
    ['LATEST_NOT_ALLOWED', {}, observed(anAlias({stable: '$LATEST'}))],
    ['SAME_VERSION', {candidate: '6'}, observed(alias)],
    ['FOREIGN_WEIGHTS', {}, observed(anAlias({candidate: {version: '7', weightPercent: 5}}))],
    ['ROLLOUT_RUNNING', {}, observed(anAlias({candidate: {version: '7', weightPercent: 5}, description: MARKED}))],
    ['ROLLOUT_ORPHANED', {}, observed(anAlias({description: MARKED}))],
    ['PROVISIONED_CONCURRENCY', {}, observed(alias, {provisionedConcurrency: 5})],
    ['DESCRIPTION_TOO_LONG', {}, observed(anAlias({description: 'x'.repeat(MAX_DESCRIPTION_LENGTH)}))],
    ['STEPS_TOO_MANY', {steps: parseSteps('linear-1-1m')}, observed(alias)],
  ])('with %s', (code, spec, seen) => {
    expect(codes(spec, seen)).toEqual([code]);
  });

  it.each([
    ['VERSION_NOT_ACTIVE', {state: 'Pending'}],
    ['VERSION_NOT_ACTIVE', {state: 'Inactive'}],
    ['VERSIONS_DIFFER', {role: 'arn:aws:iam::123456789012:role/other'}],
    ['VERSIONS_DIFFER', {deadLetterTargetArn: 'arn:aws:sqs:eu-west-1:123456789012:dead'}],
  ])('with %s when a version has %o', (code, change) => {
    for (const version of ['6', '7']) {
      const versions = new Map(
        ['6', '7'].map((each) => [each, aFunction({version: each, ...(each === version && change)})]),
      );
      expect(codes({}, observed(alias, {versions}))).toEqual([code]);
    }
  });

  it('with all objections at once', () => {
    const versions = new Map([
      ['6', aFunction({version: '6'})],
      ['7', aFunction({version: '7', state: 'Failed', role: 'arn:aws:iam::123456789012:role/other'})],
    ]);
    const seen = observed(anAlias({description: 'x'.repeat(250)}), {versions, provisionedConcurrency: 1});
    expect(codes({}, seen)).toEqual([
      'VERSION_NOT_ACTIVE',
      'VERSIONS_DIFFER',
      'PROVISIONED_CONCURRENCY',
      'DESCRIPTION_TOO_LONG',
    ]);
  });

  it('naming how many characters are too many, and that many less are enough', () => {
    const description = 'x'.repeat(220);
    const planned = planRollout(aSpec(), observed(anAlias({description})), START_MS);
    const excess = planned.ok ? Number.NaN : Number(planned.refusals[0].details?.excess);
    expect(excess).toBeGreaterThan(0);
    expect(codes({}, observed(anAlias({description: description.slice(excess)})))).toEqual([]);
    expect(codes({}, observed(anAlias({description: description.slice(excess - 1)})))).toEqual([
      'DESCRIPTION_TOO_LONG',
    ]);
  });

  it('with a sentence and a way out each', () => {
    const planned = planRollout(aSpec({candidate: '8'}), observed(alias), START_MS);
    if (planned.ok) throw new Error('Planned.');
    for (const {message, suggestions} of planned.refusals) {
      expect(message).toMatch(/checkout/);
      expect(suggestions.length).toBeGreaterThan(0);
    }
  });
});

describe('a first release', () => {
  it('is a plan of its own when it is asked for', () => {
    const planned = planRollout(aSpec({createAlias: true}), observed(undefined), START_MS);
    expect(planned).toMatchObject({ok: true, plan: {kind: 'create-alias', candidate: '7'}});
    expect(planned.ok && planned.plan.warnings[0]?.message).toContain('nothing to compare it with');
  });

  it('wants an Active version as well', () => {
    const versions = new Map([['7', aFunction({version: '7', state: 'Pending'})]]);
    expect(codes({createAlias: true}, observed(undefined, {versions}))).toEqual(['VERSION_NOT_ACTIVE']);
  });

  it('all at once may change the role, which weights may not', () => {
    const versions = new Map([
      ['6', aFunction({version: '6'})],
      ['7', aFunction({version: '7', role: 'arn:aws:iam::123456789012:role/other'})],
    ]);
    expect(codes({steps: []}, observed(anAlias(), {versions}))).toEqual([]);
  });
});
