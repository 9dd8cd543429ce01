import {expect, test} from 'vitest';
import {ParseError} from '../../../src/lib/model/parse-error.js';
import {dimensionsOf, PAIR_PRESETS, parseCountPair, VERSION_PLACE} from '../../../src/lib/model/rollout/count-pair.js';

const BY_VERSION = `service=checkout, version=${VERSION_PLACE}`;
const dimensions = {service: 'checkout', version: VERSION_PLACE};

test.each([
  [
    `http-5xx: shop Http5xx/Requests{${BY_VERSION}}`,
    {name: 'http-5xx', namespace: 'shop', bad: 'Http5xx', total: 'Requests'},
  ],
  [
    ` AWS/Shop Http5xx/Requests {${BY_VERSION}} `,
    {name: 'Http5xx', namespace: 'AWS/Shop', bad: 'Http5xx', total: 'Requests'},
  ],
  [`shop powertools-http{${BY_VERSION}}`, {name: 'fault', namespace: 'shop', ...PAIR_PRESETS['powertools-http']}],
  [
    `batch: shop emf-batch-items{${BY_VERSION}}`,
    {name: 'batch', namespace: 'shop', bad: 'FailedBatchItems', total: 'BatchItems'},
  ],
])('%s is a pair', (text, pair) => {
  expect(parseCountPair(text)).toEqual({...pair, dimensions});
});

test.each([
  ['shop Http5xx/Requests{service=checkout}', 'nothing tells stable and candidate apart'],
  ['shop Http5xx/Requests{}', 'nothing tells stable and candidate apart'],
  [`shop Http5xx{${BY_VERSION}}`, 'not a pair of counts'],
  [`shop Http5xx/Requests/More{${BY_VERSION}}`, 'not a pair of counts'],
  [`Http5xx/Requests{${BY_VERSION}}`, 'not a pair of counts'],
  [`shop Http5xx/Requests{${VERSION_PLACE}}`, 'not a pair of counts'],
  ['', 'not a pair of counts'],
])('%s is refused', (text, words) => {
  expect(() => parseCountPair(text)).toThrow(ParseError);
  expect(() => parseCountPair(text)).toThrow(words);
});

test('the number of a version takes its place wherever a value names it', () => {
  const pair = {dimensions: {service: 'checkout', version: `v${VERSION_PLACE}`}};
  expect(dimensionsOf(pair, '8')).toEqual({service: 'checkout', version: 'v8'});
});
