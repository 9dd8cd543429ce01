import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {WaveSize} from '../../../src/lib/model/train/spec.js';
import {planWaves} from '../../../src/lib/plan/train/waves.js';

const keysOf = (waves: ReturnType<typeof planWaves>) => waves.map((wave) => wave.map(({key}) => key).join(''));
const cars = (text: string, after: Readonly<Record<string, readonly string[]>> = {}) =>
  [...text].map((key) => ({key, after: after[key]}));

describe('planWaves', () => {
  it('takes as many as a wave says, counted from the first, and the rest last', () => {
    const sizes = [{cars: 1}, {share: 0.25}, {share: 1}];
    expect(keysOf(planWaves(cars('abcdefgh'), sizes))).toEqual(['a', 'b', 'cdefgh']);
    expect(keysOf(planWaves(cars('abc'), [{cars: 2}]))).toEqual(['abc']);
    expect(keysOf(planWaves(cars('a'), sizes))).toEqual(['a']);
    expect(planWaves([], sizes)).toEqual([]);
  });

  it('keeps a function behind those it waits for, in a wave of its own where there is none left', () => {
    expect(keysOf(planWaves(cars('abcd', {a: ['d']}), [{share: 1}]))).toEqual(['bcd', 'a']);
    expect(keysOf(planWaves(cars('abc', {a: ['b'], b: ['c']}), [{cars: 1}, {share: 1}]))).toEqual(['c', 'b', 'a']);
    expect(keysOf(planWaves(cars('ab', {a: ['elsewhere']}), [{share: 1}]))).toEqual(['ab']);
  });

  it('waits for a function in every region it is released in', () => {
    const regional = [{key: 'a'}, {key: 'a'}, {key: 'b', after: ['a']}];
    expect(keysOf(planWaves(regional, [{cars: 1}, {share: 1}]))).toEqual(['a', 'a', 'b']);
  });

  it('has every car once, and none beside or before what it waits for', () => {
    const size = fc.oneof(
      fc.integer({min: 1, max: 20}).map((count): WaveSize => ({cars: count})),
      fc.integer({min: 1, max: 100}).map((percent): WaveSize => ({share: percent / 100})),
    );
    const some = fc.array(fc.array(fc.nat(40), {maxLength: 3}), {minLength: 1, maxLength: 40});
    fc.assert(
      fc.property(some, fc.array(size, {minLength: 1, maxLength: 6}), (waitsFor, sizes) => {
        const all = waitsFor.map((indexes, index) => ({
          key: String(index),
          after: indexes.filter((other) => other < index).map(String),
        }));
        const waves = planWaves(all.toReversed(), sizes);
        expect(waves.flat().toSorted((a, b) => Number(a.key) - Number(b.key))).toEqual(all);
        const waveOf = new Map(waves.flatMap((wave, number) => wave.map(({key}) => [key, number] as const)));
        for (const {key, after} of all) {
          for (const other of after) expect(waveOf.get(other) ?? 99).toBeLessThan(waveOf.get(key) ?? -1);
        }
        expect(waves.every((wave) => wave.length > 0)).toBe(true);
      }),
    );
  });
});
