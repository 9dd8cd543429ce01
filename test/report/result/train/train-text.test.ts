import {describe, expect, it} from 'vitest';
import {TRAIN_DEFAULTS} from '../../../../src/lib/model/train/spec.js';
import {toTrainPreview, trainPlanText} from '../../../../src/lib/report/result/train/train-plan-text.js';
import {trainMoveText, trainReleasedText, trainStatusText} from '../../../../src/lib/report/result/train/train-text.js';

const MINUTE_MS = 60_000;
const ref = (functionName: string) => ({functionName, alias: 'live'});

describe('the plan of a train', () => {
  const car = (name: string, where?: string) => ({
    ...{name, where, toFullMs: 10 * MINUTE_MS, leastMs: 20 * MINUTE_MS, patienceMs: 30 * MINUTE_MS},
  });

  it('says its waves, how long it takes at least and at most, what convicts it, and what it asks of AWS', () => {
    const waves = [[car('a:live')], [car('b:live'), car('c:live'), car('d:live')]];
    const preview = toTrainPreview('k3x9a0', {waves}, {...TRAIN_DEFAULTS, parallel: 2});
    // Ten to full, the bake, and two rounds of the last wave of which the second is watched.
    expect(preview.leastMs).toBe((10 + 10 + 10 + 20) * MINUTE_MS);
    expect(preview.mostMs).toBe(preview.leastMs + (30 + 2 * 30 + 15) * MINUTE_MS);
    expect(trainPlanText(preview)).toBe(
      [
        'Train k3x9a0: 4 aliases in 2 waves',
        '  Wave 1          a:live',
        '  Wave 2          b:live, c:live, d:live',
        '  Between waves   10m, and while the evidence of all together leans',
        '  At one time     2 at most',
        '  Takes           50m at least, 2h35m at most',
        '  Reads           about 8 a minute in a region, of 900 that Lambda answers',
        '  Convicted       by the evidence of all together, or when 2 aliases fall: all of it goes back',
        '  Less than that  who falls goes back alone, the others are held',
        '  Sees together   nothing: none of them served anything in the last hour',
      ].join('\n'),
    );
  });

  it('says what all of them see together, in the first wave and the last ones, and who sees nothing', () => {
    const sight = {
      ...{perMinute: 612, errorRate: 0.001, quiet: ['d:live'], aloneRise: 0.034},
      waves: [{}, {}, {detectableRise: 0.02}, {detectableRise: 0.009}, {detectableRise: 0.0042}],
      onePoint: {power: 0.96, medianMs: 12 * MINUTE_MS},
    };
    const textOf = (seen: typeof sight) =>
      trainPlanText(toTrainPreview('k3x9a0', {waves: [[car('a:live')]], sight: seen}, TRAIN_DEFAULTS))
        .split('\n')
        .slice(-4);
    expect(textOf(sight)).toEqual([
      '  Traffic         about 612 requests a minute of all together, 0.1 % fail; none in the last hour: d:live',
      '  Sees together   nothing by the end of wave 1, 2 percentage points by that of wave 3, 0.9 percentage points by that of wave 4, 0.42 percentage points by that of wave 5',
      '  Sees alone      the one that sees most: 3.4 percentage points',
      '  One point more  in all of them: 96 of 100 are convicted together, in half of those within 12m of its beginning',
    ]);
    expect(textOf({...sight, waves: [{}, {}] as typeof sight.waves})[1]).toMatch(/no rise with 95 % power/);
  });

  it('of a train that moves no traffic says nothing of what it sees, and looks at no wave of it', () => {
    const idle = {name: 'a:live', toFullMs: 0, leastMs: 0, patienceMs: 0, isIdle: true as const};
    const preview = toTrainPreview('k3x9a0', {waves: [[idle], [idle]], served: ['b:live']}, TRAIN_DEFAULTS);
    expect(preview).toMatchObject({leastMs: 0, mostMs: 0});
    expect(trainPlanText(preview)).not.toContain('Sees');
    expect(trainPlanText(preview)).toMatch(/ {2}Serve it already {2}b:live\n/);
  });

  it('counts the reads of the busiest region alone', () => {
    const wave = [car('a', 'eu-west-1'), car('b', 'eu-west-1'), car('a', 'us-east-1')];
    expect(toTrainPreview('k3x9a0', {waves: [wave]}, TRAIN_DEFAULTS).callsPerMinute).toBe(8);
  });
});

describe('what a train came to', () => {
  it('is a line for all, with the way back, and those that served it already beside', () => {
    const released = {...ref('a'), version: '8', changed: true};
    const served = {...ref('b'), region: 'eu-west-1', version: '3', changed: false};
    expect(trainReleasedText({trainId: 'k3x9a0'}, [released, served])).toBe(
      'Train k3x9a0: 1 alias released: a:live\n1 alias served it already: eu-west-1/b:live\n  Take back  lambda-release train abort --train k3x9a0',
    );
    expect(trainReleasedText({trainId: 'k3x9a0'}, [served])).not.toContain('Take back');
    const many = Array.from({length: 23}, (_, index) => `fn-${index}:live`);
    expect(trainMoveText('taken back', {trainId: 'k3x9a0', moved: many})).toMatch(/ fn-19:live and 3 more$/);
    expect(trainMoveText('taken back', {trainId: 'k3x9a0', moved: []})).toContain('nothing to do');
  });

  it('tells first of what waits for a person', () => {
    const car = {trainId: 'k3x9a0', stable: '7', candidate: '8'};
    const text = trainStatusText({
      trainId: 'k3x9a0',
      cars: [
        {...ref('a'), ...car, state: 'released', weightPercent: 100},
        {...ref('b'), ...car, state: 'underWay', weightPercent: 5, wave: 2, step: 1, steps: 2},
        {...ref('c'), ...car, state: 'held', weightPercent: 50, wave: 2, step: 2, steps: 2},
      ],
      others: [ref('d')],
    });
    const lines = text.split('\n');
    expect(lines[0]).toBe('Train k3x9a0: 3 aliases');
    expect(lines.slice(3, 6).map((line) => line.split(/ {2,}/))).toEqual([
      ['c:live', '2', 'held', '2 of 2', '50%', '8 over 7'],
      ['b:live', '2', 'under way', '1 of 2', '5%', '8 over 7'],
      ['a:live', '–', 'released', '–', '100%', '8 over 7'],
    ]);
    expect(text).toContain('Nothing of it: d:live');
  });
});
