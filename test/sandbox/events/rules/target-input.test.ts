import {expect, test} from 'vitest';
import {inputOf, type TargetInput} from '../../../../src/lib/sandbox/events/rules/target-input.js';

const rule = {name: 'promoted', arn: 'arn:aws:events:eu-west-1:1:rule/promoted'};
const event = {
  version: '0',
  id: 'one',
  'detail-type': 'Promoted',
  source: 'shop',
  account: '1',
  time: '2026-11-21T10:00:00Z',
  region: 'eu-west-1',
  resources: ['a'],
  detail: {version: 7, name: 'a "fn"'},
} as const;
const transformed = (template: string, paths: Record<string, string> = {}): TargetInput => ({
  transformer: {template, paths},
});

test.each<[what: string, given: TargetInput, body: unknown]>([
  ['all of it', {}, event],
  ['a constant', {input: '{"a":1}'}, {a: 1}],
  ['a part', {inputPath: '$.detail'}, event.detail],
  ['one of a list', {inputPath: '$.resources[0]'}, 'a'],
  ['a part that is not there', {inputPath: '$.detail.other'}, null],
  [
    'a JSON template',
    transformed('{"of": <name>, "is": "v<version>", "all": <detail>}', {
      name: '$.detail.name',
      version: '$.detail.version',
      detail: '$.detail',
    }),
    {of: 'a "fn"', is: 'v7', all: event.detail},
  ],
  ['a text', transformed('"<aws.events.rule-name>: <name>"', {name: '$.detail.name'}), 'promoted: a "fn"'],
  ['the event within another', transformed('{"e": <aws.events.event.json>}'), {e: event}],
])('a target gets %s', (_what, given, body) => {
  expect(JSON.parse(inputOf(given, event, rule))).toEqual(body);
});
