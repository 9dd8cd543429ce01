import {readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {z} from 'zod';
import {logGuardBets} from '../../src/lib/analysis/absolute-guard.js';
import {logErrorBets} from '../../src/lib/analysis/bet/error-bet.js';
import {logErrorEvidence} from '../../src/lib/analysis/bet/error-evidence.js';
import {logMeanExp} from '../../src/lib/analysis/bet/log-space.js';
import {logPromotionEvidence} from '../../src/lib/analysis/bet/promotion-bet.js';
import {logSignEvidence} from '../../src/lib/analysis/bet/sign-bet.js';
import {differenceBounds} from '../../src/lib/analysis/difference-bounds.js';
import {MINUTE_MS} from '../../src/lib/analysis/minute/paired-minute.js';
import {DEFAULT_SETTINGS, PROMOTION} from '../../src/lib/analysis/settings.js';
import {decideGate} from '../../src/lib/plan/rollout/gate.js';
import {aPair, judged} from './minutes.js';

const counts = z.tuple([z.number(), z.number(), z.number(), z.number()]);
const tolerance = {ratio: z.number(), plus: z.number()};
const oneMinute = z.object({
  ...tolerance,
  candidateInvocations: z.number(),
  stableInvocations: z.number(),
  candidateErrors: z.number(),
  stableErrors: z.number(),
});
const manyMinutes = z.object({...tolerance, minutes: z.array(counts)});
const numbers = z.array(z.number());

const vector = z.discriminatedUnion('kind', [
  z.object({kind: z.literal('minute'), name: z.string(), input: oneMinute, expect: z.object({eValues: numbers})}),
  z.object({
    kind: z.literal('minute-log'),
    name: z.string(),
    input: oneMinute,
    expect: z.object({logEValues: numbers}),
  }),
  z.object({
    kind: z.literal('process'),
    name: z.string(),
    input: manyMinutes,
    expect: z.object({evidence: numbers, convictedAt: z.number().nullable()}),
  }),
  z.object({
    kind: z.literal('promote'),
    name: z.string(),
    input: manyMinutes,
    expect: z.object({evidence: z.number(), promote: z.boolean()}),
  }),
  z.object({
    kind: z.literal('confidence'),
    name: z.string(),
    input: z.object({minutes: z.array(counts), alpha: z.number()}),
    expect: z.object({lower: z.number(), upper: z.number()}),
  }),
  z.object({
    kind: z.literal('absolute'),
    name: z.string(),
    input: z.object({minutes: z.array(z.tuple([z.number(), z.number()])), limit: z.number()}),
    expect: z.object({evidence: z.number()}),
  }),
  z.object({
    kind: z.literal('sign'),
    name: z.string(),
    input: z.object({slower: z.array(z.boolean())}),
    expect: z.object({evidence: z.number()}),
  }),
  z.object({
    kind: z.literal('decision'),
    name: z.string(),
    input: z.object({minutes: z.array(counts), ageMinutes: z.number(), bakeMinutes: z.number()}),
    expect: z.object({decision: z.string(), evidence: z.number(), promotionEvidence: z.number()}),
  }),
]);
type Vector = z.infer<typeof vector>;

const file = z
  .object({relativeTolerance: z.number(), vectors: z.array(vector)})
  .parse(JSON.parse(readFileSync(new URL('../fixtures/analysis-vectors.json', import.meta.url), 'utf8')));

function expectClose(actual: number, wanted: number): void {
  expect(Math.abs(actual - wanted), `${actual} is not ${wanted}`).toBeLessThanOrEqual(
    file.relativeTolerance * Math.abs(wanted),
  );
}

function expectAllClose(actual: readonly number[], wanted: readonly number[]): void {
  expect(actual).toHaveLength(wanted.length);
  wanted.forEach((value, index) => {
    expectClose(actual[index] ?? Number.NaN, value);
  });
}

function bets(input: z.infer<typeof oneMinute>): number[] {
  const {candidateInvocations, stableInvocations, candidateErrors, stableErrors} = input;
  return logErrorBets(aPair([candidateInvocations, stableInvocations, candidateErrors, stableErrors]), input);
}

function check(golden: Vector): void {
  switch (golden.kind) {
    case 'minute':
      expectAllClose(bets(golden.input).map(Math.exp), golden.expect.eValues);
      break;
    case 'minute-log':
      expectAllClose(bets(golden.input), golden.expect.logEValues);
      break;
    case 'process': {
      const logs = logErrorEvidence(golden.input.minutes.map(aPair), golden.input);
      expectAllClose(logs.map(Math.exp), golden.expect.evidence);
      const convictedAt = logs.findIndex((log) => log >= -Math.log(DEFAULT_SETTINGS.alpha));
      expect(convictedAt).toBe(golden.expect.convictedAt ?? -1);
      break;
    }
    case 'promote': {
      const evidence = Math.exp(logPromotionEvidence(golden.input.minutes.map(aPair), golden.input));
      expectClose(evidence, golden.expect.evidence);
      expect(evidence >= 1 / PROMOTION.alpha).toBe(golden.expect.promote);
      break;
    }
    case 'confidence': {
      const bounds = differenceBounds(golden.input.minutes.map(aPair), golden.input.alpha);
      expectAllClose([bounds.lower, bounds.upper], [golden.expect.lower, golden.expect.upper]);
      break;
    }
    case 'absolute': {
      const totals = [0, 0, 0, 0];
      for (const [invocations, errors] of golden.input.minutes) {
        logGuardBets({invocations, errors}, golden.input.limit).forEach((bet, index) => {
          totals[index] = (totals[index] ?? 0) + bet;
        });
      }
      expectClose(Math.exp(logMeanExp(totals)), golden.expect.evidence);
      break;
    }
    case 'sign':
      expectClose(Math.exp(logSignEvidence(golden.input.slower)), golden.expect.evidence);
      break;
    case 'decision': {
      const judgement = judged(golden.input.minutes);
      const gate = decideGate(judgement, {
        elapsedMs: golden.input.ageMinutes * MINUTE_MS,
        bakeMs: golden.input.bakeMinutes * MINUTE_MS,
        settleMs: DEFAULT_SETTINGS.settleMs,
        patienceMs: 15 * MINUTE_MS,
        onInconclusive: 'extend',
        promoteEarly: true,
        canStepBack: true,
      });
      expectClose(judgement.evidence, golden.expect.evidence);
      expectClose(judgement.promotionEvidence, golden.expect.promotionEvidence);
      const decision = gate.kind === 'pass' && gate.early ? 'pass early' : gate.kind;
      expect(decision).toBe(golden.expect.decision);
      break;
    }
  }
}

describe('the independent implementation agrees', () => {
  it('has every vector here', () => expect(file.vectors).toHaveLength(32));

  it.each(file.vectors.map((golden) => [golden.kind, golden.name, golden] as const))(
    '%s: %s',
    (_kind, _name, golden) => {
      expect.hasAssertions();
      check(golden);
    },
  );
});
