import {expect, test} from 'vitest';
import {ParseError} from '../../../src/lib/model/parse-error.js';
import {formatWatchedStage, parseWatchedStage} from '../../../src/lib/model/rollout/watched-stage.js';

test.each([
  ['rest:orders/prod', {kind: 'REST', api: 'orders', stage: 'prod'}],
  ['rest:Orders and more/v2/prod', {kind: 'REST', api: 'Orders and more/v2', stage: 'prod'}],
  ['http:a1b2c3/$default', {kind: 'HTTP', api: 'a1b2c3', stage: '$default'}],
])('%s is a stage', (text, stage) => {
  expect(parseWatchedStage(text)).toEqual(stage);
  expect(formatWatchedStage(parseWatchedStage(text))).toBe(text);
});

test.each(['orders/prod', 'rest:orders', 'rest:orders/', 'rest:/prod', 'ws:a1b2c3/prod', ''])(
  '"%s" is none, and how to write one is said',
  (text) => {
    const read = () => parseWatchedStage(text);
    expect(read).toThrow(ParseError);
    expect(read).toThrow(`"${text}" is not a stage of an API.`);
  },
);
