import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {logWorth} from '../../src/lib/analysis/bet/bank.js';
import {logErrorBets, RIVALS} from '../../src/lib/analysis/bet/error-bet.js';
import {logErrorEvidence, openErrorBank, playMinute} from '../../src/lib/analysis/bet/error-evidence.js';
import {judge} from '../../src/lib/analysis/judge.js';
import {DEFAULT_SETTINGS} from '../../src/lib/analysis/settings.js';
import {aPair, aRollout, type Counts, judged, minuteMs, rows} from './minutes.js';

const {tolerate} = DEFAULT_SETTINGS;

/** Invocations and errors among them; about half of the minutes are small. */
function side(most: number) {
  return fc
    .tuple(fc.oneof(fc.nat({max: 5}), fc.nat({max: most})), fc.double({min: 0, max: 1, noNaN: true}))
    .map(([invocations, rate]) => [invocations, Math.floor(invocations * rate)] as const);
}

function counts(most = 3000): fc.Arbitrary<Counts> {
  return fc.tuple(side(most), side(most)).map(([[nc, xc], [ns, xs]]) => [nc, ns, xc, xs] as const);
}

const history = fc.array(counts(), {minLength: 1, maxLength: 20});

describe('evidence', () => {
  it('never falls when the candidate has one more error in the newest minute', () => {
    fc.assert(
      fc.property(history, (minutes) => {
        const at = minutes.length - 1;
        const worse = minutes.map(
          ([nc, ns, xc, xs], index): Counts => (index === at ? [nc, ns, Math.min(nc, xc + 1), xs] : [nc, ns, xc, xs]),
        );
        expect(last(worse)).toBeGreaterThanOrEqual(last(minutes) - 1e-9);
      }),
    );
  });

  it('never rises when stable has one more error in the newest minute', () => {
    fc.assert(
      fc.property(history, (minutes) => {
        const at = minutes.length - 1;
        const better = minutes.map(
          ([nc, ns, xc, xs], index): Counts => (index === at ? [nc, ns, xc, Math.min(ns, xs + 1)] : [nc, ns, xc, xs]),
        );
        expect(last(better)).toBeLessThanOrEqual(last(minutes) + 1e-9);
      }),
    );
  });

  it('does not change by a minute that has only one side', () => {
    fc.assert(
      fc.property(history, fc.nat(), side(3000), fc.boolean(), (minutes, pick, [n, x], isCandidate) => {
        const at = pick % minutes.length;
        const oneSided: Counts = isCandidate ? [n, 0, x, 0] : [0, n, 0, x];
        expect(last([...minutes.slice(0, at), oneSided, ...minutes.slice(at)])).toBe(last(minutes));
      }),
    );
  });

  it('recomputed from the start equals the bank carried along', () => {
    fc.assert(
      fc.property(history, (minutes) => {
        let bank = openErrorBank();
        for (const [index, minute] of minutes.entries()) {
          bank = playMinute(bank, aPair(minute), tolerate);
          expect(logWorth(bank.bank)).toBe(last(minutes.slice(0, index + 1)));
        }
      }),
    );
  });

  it('is fair: over every split of k errors that random routing can give, its mean is at most 1', () => {
    fc.assert(
      fc.property(fc.integer({min: 1, max: 40}), fc.integer({min: 1, max: 400}), fc.nat({max: 12}), (nc, ns, k) => {
        const errors = Math.min(k, nc + ns);
        const means = RIVALS.map(() => 0);
        for (let xc = Math.max(0, errors - ns); xc <= Math.min(nc, errors); xc++) {
          const chance = hypergeometric(nc, ns, errors, xc);
          logErrorBets(aPair([nc, ns, xc, errors - xc]), tolerate).forEach((bet, rival) => {
            means[rival] = (means[rival] ?? 0) + chance * Math.exp(bet);
          });
        }
        for (const mean of means) expect(mean).toBeLessThanOrEqual(1 + 1e-9);
      }),
    );
  });
});

describe('judge', () => {
  it('does not depend on the order of the rows', () => {
    fc.assert(
      fc.property(history, fc.infiniteStream(fc.nat()), (minutes, random) => {
        const inOrder = rows(minutes);
        const shuffled = inOrder
          .map((row) => ({row, key: random.next().value}))
          .toSorted((a, b) => a.key - b.key)
          .map(({row}) => row);
        expect(judge(aRollout({minutes: shuffled}))).toEqual(judge(aRollout({minutes: inOrder})));
      }),
    );
  });

  it('never passes a step without the minimum of usable candidate invocations', () => {
    fc.assert(
      fc.property(history, fc.integer({min: 0, max: 200}), (minutes, minInvocations) => {
        const judgement = judged(minutes, {settings: {...DEFAULT_SETTINGS, minInvocations}});
        const usable = minutes.reduce((sum, [nc, ns]) => sum + (ns > 0 ? nc : 0), 0);
        if (usable < Math.max(1, minInvocations)) expect(judgement.verdict).not.toBe('pass');
        if (judgement.verdict === 'pass') expect(judgement.evidence).toBeLessThan(judgement.bound);
      }),
    );
  });

  it('fails exactly when the evidence reached its bound', () => {
    fc.assert(
      fc.property(history, (minutes) => {
        const judgement = judged(minutes);
        expect(judgement.verdict === 'fail').toBe(judgement.evidence >= judgement.bound);
      }),
    );
  });

  it('has only finite numbers, even for counts at the edge of what a double holds', () => {
    fc.assert(
      fc.property(fc.array(counts(Number.MAX_SAFE_INTEGER), {maxLength: 8}), fc.boolean(), (minutes, isWatch) => {
        const changes = [{atMs: minuteMs(0), weightPercent: isWatch ? 100 : 50}];
        const judgement = judged(minutes, {changes, phase: isWatch ? 'watch' : 'compare'});
        for (const value of numbersIn(judgement)) expect(Number.isFinite(value)).toBe(true);
        expect(judgement.reason).not.toMatch(/NaN|Infinity|undefined/);
      }),
    );
  });

  it('says the same however often it is asked between a minute that settles and the next full one', () => {
    fc.assert(
      fc.property(history, fc.nat({max: 25}), fc.nat({max: 29_999}), (minutes, at, within) => {
        const settledMs = minuteMs(at) + DEFAULT_SETTINGS.settleMs;
        const early = judged(minutes, {nowMs: settledMs});
        expect(judged(minutes, {nowMs: settledMs + within})).toEqual(early);
      }),
    );
  });
});

function last(minutes: readonly Counts[]): number {
  return (
    logErrorEvidence(
      minutes.map((counts) => aPair(counts)),
      tolerate,
    ).at(-1) ?? 0
  );
}

function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : [];
}

function hypergeometric(nc: number, ns: number, errors: number, onCandidate: number): number {
  return (choose(nc, onCandidate) * choose(ns, errors - onCandidate)) / choose(nc + ns, errors);
}

function choose(trials: number, count: number): number {
  let ways = 1;
  for (let index = 0; index < count; index++) ways = (ways * (trials - index)) / (index + 1);
  return ways;
}
