import {describe, expect, test} from 'vitest';
import {parseDocument} from 'yaml';
import {stackTemplate, templateFacts} from '../../../src/lib/config/engine/stack-template.js';
import {stateMachine} from '../../../src/lib/engine/machine.js';

/** CloudFormation API, CreateChangeSet: TemplateBody. */
const MOST_BYTES = 51_200;

describe('the template of the engine', () => {
  test('has the state machine in it, word for word, and fits into a request', async () => {
    const text = await stackTemplate(stateMachine(), '1.2.3');
    const definition = parseDocument(text, {logLevel: 'silent'}).getIn([
      'Resources',
      'StateMachine',
      'Properties',
      'DefinitionString',
    ]);
    expect(JSON.parse(String(definition))).toEqual(JSON.parse(JSON.stringify(stateMachine())));
    expect(Buffer.byteLength(text)).toBeLessThan(MOST_BYTES);
  });

  test('is for people: comments stay, and so do the short forms of functions', async () => {
    const text = await stackTemplate(stateMachine(), '1.2.3');
    expect(text).toMatch(/^# The engine of lambda-release/);
    expect(text).toContain('Role: !GetAtt TickRole.Arn');
  });

  test('says which version of the tool wrote it, and what can be set', async () => {
    const {version, parameters} = templateFacts(await stackTemplate(stateMachine(), '1.2.3'));
    expect(version).toBe('1.2.3');
    expect(parameters.find(({name}) => name === 'Functions')).toMatchObject({fallback: '*'});
    expect(parameters.filter(({description}) => description === '')).toEqual([]);
  });
});

describe('what is in a template', () => {
  const contentOf = async (definition: object, version: string) =>
    templateFacts(await stackTemplate(definition, version)).content;

  test('is the same whatever version wrote it, and another with another state machine', async () => {
    const ours = await contentOf(stateMachine(), '1.0.0');
    expect(await contentOf(stateMachine(), '2.0.0')).toBe(ours);
    expect(await contentOf({...stateMachine(), StartAt: 'Tick'}, '1.0.0')).not.toBe(ours);
  });

  test('is another where a reference became a text', () => {
    expect(templateFacts('Role: !Ref TickRole').content).not.toBe(templateFacts('Role: TickRole').content);
  });

  test('is the same without comments', () => {
    expect(templateFacts('Role: x # why').content).toBe(templateFacts('Role: x').content);
  });
});

test.each([
  '',
  '{"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}',
  'Metadata: {Other: 1}',
  'Metadata: text',
  'no template',
])("somebody else's template is nobody's engine: %s", (text) => {
  expect(templateFacts(text)).not.toHaveProperty('version');
});
