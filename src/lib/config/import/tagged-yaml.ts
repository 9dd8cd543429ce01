import {isCollection, isNode, isScalar, parseDocument, visit, YAMLMap} from 'yaml';
import {messageOf} from '../../model/text/message-of.js';
import {unreadableAs} from '../project/project-file.js';

/** What CloudFormation's functions stand in as when they are no tags: `{Ref: x}`, but `{"Fn::Sub": x}`. */
const WITHOUT_PREFIX: ReadonlySet<string> = new Set(['Ref', 'Condition']);

/**
 * Reads YAML or JSON with the tags of CloudFormation (`!Ref x`, `!Sub [a, {b: c}]`, `!GetAtt a.b`) as their long forms. Throws
 * UsageError, naming the file and the line, when it is neither.
 */
export function readTaggedYaml(text: string, file: string): unknown {
  const document = parseDocument(text, {merge: true, logLevel: 'silent', prettyErrors: true});
  const [error] = document.errors;
  if (error) throw unreadableAs('YAML', file, error.message.split('\n', 1)[0] ?? '', error);
  visit(document, {
    Node(_key, node) {
      if (!(isScalar(node) || isCollection(node)) || !node.tag?.startsWith('!')) return undefined;
      const name = node.tag.slice(1);
      node.tag = undefined as unknown as string;
      const long = new YAMLMap(document.schema);
      const value = name === 'GetAtt' && isScalar(node) ? document.createNode(String(node.value).split('.')) : node;
      long.set(WITHOUT_PREFIX.has(name) ? name : `Fn::${name}`, value);
      return isNode(long) ? long : undefined;
    },
  });
  try {
    return document.toJS();
  } catch (cause) {
    throw unreadableAs('YAML', file, messageOf(cause), cause);
  }
}
