import {describe, expect, test} from 'vitest';
import {parseEventPattern} from '../../../../src/lib/sandbox/events/rules/event-pattern.js';

const event = {
  source: 'shop.checkout',
  'detail-type': 'Promoted',
  resources: ['arn:aws:lambda:eu-west-1:1:function:fn'],
  detail: {
    version: 7,
    state: 'GOOD',
    ip: '10.0.0.7',
    v6: 'fd00::7',
    none: null,
    tags: ['a', 'b'],
    all: [{n: 1}, {n: 2}],
  },
};

describe('a pattern matches', () => {
  test.each<[pattern: object, matches: boolean]>([
    [{source: ['shop.checkout']}, true],
    [{source: ['other']}, false],
    [{source: ['other', 'shop.checkout'], 'detail-type': ['Promoted']}, true],
    [{source: ['shop.checkout'], 'detail-type': ['Other']}, false],
    [{detail: {version: [7]}}, true],
    [{detail: {version: ['7']}}, false],
    [{detail: {none: [null]}}, true],
    [{detail: {tags: ['b']}}, true],
    [{detail: {tags: ['c']}}, false],
    [{detail: {all: {n: [2]}}}, true],
    [{source: [{prefix: 'shop.'}]}, true],
    [{source: [{prefix: {'equals-ignore-case': 'SHOP.'}}]}, true],
    [{source: [{suffix: '.checkout'}]}, true],
    [{source: [{suffix: {'equals-ignore-case': '.CHECKOUT'}}]}, true],
    [{source: [{'equals-ignore-case': 'Shop.Checkout'}]}, true],
    [{source: [{wildcard: 'shop.*out'}]}, true],
    [{source: [{wildcard: 'shop.*in'}]}, false],
    [{source: [{wildcard: 'shop\\.*'}]}, false],
    [{detail: {state: [{'anything-but': 'BAD'}]}}, true],
    [{detail: {state: [{'anything-but': ['BAD', 'GOOD']}]}}, false],
    [{detail: {state: [{'anything-but': {prefix: 'GO'}}]}}, false],
    [{detail: {state: [{'anything-but': {wildcard: '*D'}}]}}, false],
    [{detail: {missing: [{'anything-but': 'x'}]}}, false],
    [{detail: {version: [{numeric: ['>', 6, '<=', 7]}]}}, true],
    [{detail: {version: [{numeric: ['<', 7]}]}}, false],
    [{detail: {state: [{numeric: ['=', 7]}]}}, false],
    [{detail: {version: [{exists: true}]}}, true],
    [{detail: {missing: [{exists: false}]}}, true],
    [{detail: {version: [{exists: false}]}}, false],
    [{detail: {ip: [{cidr: '10.0.0.0/24'}]}}, true],
    [{detail: {ip: [{cidr: '10.0.1.0/24'}]}}, false],
    [{detail: {v6: [{cidr: 'fd00::/8'}]}}, true],
    [{detail: {state: [{cidr: '10.0.0.0/8'}]}}, false],
    [{$or: [{source: ['other']}, {detail: {version: [7]}}]}, true],
    [{source: ['shop.checkout'], $or: [{source: ['other']}, {detail: {version: [8]}}]}, false],
  ])('%j: %s', (pattern, matches) => {
    expect(parseEventPattern(JSON.stringify(pattern))(event)).toBe(matches);
  });
});

test.each<[text: string, reason: string]>([
  ['text', 'Filter is not an object'],
  ['["source"]', 'Filter is not an object'],
  ['{}', 'Empty objects are not allowed'],
  ['{"source": "shop"}', '"source" must be an object or an array'],
  ['{"source": []}', 'Empty arrays are not allowed'],
  ['{"source": [{"prefix": "a", "suffix": "b"}]}', 'Only one key allowed in match expression'],
  ['{"source": [{"like": "a"}]}', 'Unrecognized match type like'],
  ['{"source": [{"prefix": 1}]}', 'prefix match pattern must be a string'],
  ['{"source": [{"wildcard": "a**b"}]}', 'Consecutive wildcard characters are not allowed'],
  ['{"source": [{"exists": "yes"}]}', 'exists must be either true or false'],
  ['{"source": [{"numeric": [">"]}]}', 'Invalid member in numeric match'],
  ['{"source": [{"cidr": "10.0.0.0/33"}]}', 'Malformed CIDR'],
  ['{"source": [{"anything-but": ["a", 1]}]}', 'mixed type is not supported'],
])('%s is no pattern', (text, reason) => {
  expect(() => parseEventPattern(text)).toThrow(
    expect.objectContaining({shape: 'InvalidEventPatternException', message: expect.stringContaining(reason)}),
  );
});
