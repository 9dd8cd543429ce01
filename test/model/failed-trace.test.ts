import {expect, it} from 'vitest';
import {failureOf, formatFailedTrace, shortException} from '../../src/lib/model/failed-trace.js';

const ABOUT = {functionName: 'checkout', version: '7'};
const exceptions = [{id: 'e1', type: 'TypeError', message: 'no items'}];

/** A run of the function's code as X-Ray keeps it (X-Ray guide, "Segment documents"), with the handler's own part in it. */
function aRun(handler: object = {}, segment: object = {}) {
  return {
    ...{id: 'f1', name: 'checkout', origin: 'AWS::Lambda::Function', parent_id: 'l1', fault: true},
    aws: {function_arn: 'arn:aws:lambda:eu-west-1:123456789012:function:checkout', resource_names: ['checkout']},
    cause: {exceptions},
    subsegments: [{id: 's1', name: 'Invocation', subsegments: [{id: 's2', name: '## handler', ...handler}]}],
    ...segment,
  };
}

const failure = (...segments: object[]) =>
  failureOf(
    segments.map((each) => JSON.stringify(each)),
    ABOUT,
  );

it.each([
  ['an annotation', {annotations: {lambdaVersion: '7'}}],
  ['an annotation that is a number', {annotations: {lambda_version: 7}}],
  ['an annotation of OpenTelemetry', {annotations: {faas_version: '7'}}],
  ['metadata of OpenTelemetry', {metadata: {default: {'faas.version': '7'}}}],
  ["metadata of OpenTelemetry's resource", {metadata: {default: {'otel.resource.faas.version': '7'}}}],
])('knows the version from %s', (_, told) => {
  expect(failure(aRun(told))).toEqual({service: 'checkout', exception: 'TypeError: no items'});
});

it('knows the version from a part that was sent on its own', () => {
  const apart = {id: 'o1', name: 'handler', parent_id: 's1', annotations: {faas_version: '7'}};
  expect(failure(aRun(), apart)).toMatchObject({service: 'checkout'});
});

it.each<[string, ...object[]]>([
  ['nobody tells a version', aRun()],
  ['another version is told', aRun({annotations: {lambdaVersion: '6'}})],
  ['two versions are told', aRun({annotations: {lambdaVersion: '7', faas_version: '6'}})],
  ['only a longer number is told', aRun({annotations: {lambdaVersion: '77'}})],
  ['something else is called version', aRun({annotations: {version: '7', apiVersion: '7'}})],
  ['it did not fail', aRun({annotations: {lambdaVersion: '7'}}, {fault: false})],
  [
    'another function tells its own version',
    aRun({id: 'call'}),
    aRun({annotations: {lambdaVersion: '7'}}, {id: 'f2', name: 'stock', aws: {}, parent_id: 'call'}),
  ],
  [
    'a retry in another version failed, this one did not',
    aRun({annotations: {lambdaVersion: '6'}}),
    aRun({annotations: {lambdaVersion: '7'}}, {id: 'f2', fault: false}),
  ],
])('blames nobody when %s', (_, ...segments) => {
  expect(failure(...segments)).toBeUndefined();
});

it('follows a failure to where it began, with the exception that was noted last', () => {
  const call = {
    ...{annotations: {lambdaVersion: '7'}, fault: true},
    subsegments: [{id: 'd1', name: 'DynamoDB', namespace: 'aws', error: true}],
  };
  const table = {id: 'i1', name: 'orders', origin: 'AWS::DynamoDB::Table', parent_id: 'd1', error: true};
  const handler = aRun(call);
  expect(failure(handler)).toEqual({service: 'DynamoDB', exception: 'TypeError: no items'});
  expect(failure(handler, table)).toEqual({service: 'orders', exception: 'TypeError: no items'});
});

it('says a failure without an exception, and one whose cause is only referred to', () => {
  const told = {annotations: {lambdaVersion: '7'}};
  expect(failure(aRun(told, {cause: undefined}))).toEqual({service: 'checkout'});
  expect(failure(aRun(told, {cause: '4fe5fbc1cd4a81a1'}))).toEqual({service: 'checkout'});
});

it.each(['', '{"id":', '[]', 'null', '"text"', '{"subsegments":"x","cause":7}'])('survives the document %s', (text) => {
  expect(failureOf([text], ABOUT)).toBeUndefined();
  expect(failureOf([text, JSON.stringify(aRun({annotations: {lambdaVersion: '7'}}))], ABOUT)).toBeDefined();
});

it('says it in one line', () => {
  expect(shortException('TypeError: no items\n  at handler')).toBe('TypeError: no items');
  expect(shortException('x'.repeat(500))).toHaveLength(200);
  const trace = {traceId: '1-a-b', startedMs: 0, service: 'orders', link: 'https://console'};
  expect(formatFailedTrace({...trace, exception: 'TypeError: no items'})).toBe(
    'TypeError: no items, in orders: https://console',
  );
  expect(formatFailedTrace(trace)).toBe('failed in orders: https://console');
});
