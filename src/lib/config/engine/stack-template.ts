import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {type Document, isMap, isScalar, isSeq, parseDocument, Scalar} from 'yaml';
import {packageRoot} from '../../package-root.js';

/** What a template of the engine says of itself, whoever deployed it. */
export interface TemplateFacts {
  /** Version of the tool that wrote it; absent in a template that is none of ours. */
  readonly version?: string;
  readonly parameters: readonly TemplateParameter[];
  /** The same for templates that make the same stack: what is in it without comments, layout and version. */
  readonly content: string;
}

export interface TemplateParameter {
  readonly name: string;
  readonly description: string;
  readonly fallback?: string;
}

const FILE = path.join(packageRoot, 'templates', 'engine', 'stack.yaml');
const VERSION = ['Metadata', 'LambdaRelease', 'Version'];
const DEFINITION = ['Resources', 'StateMachine', 'Properties', 'DefinitionString'];

/** The CloudFormation template of the engine with the state machine in it, as this version of the tool has it: YAML. */
export async function stackTemplate(definition: object, version: string): Promise<string> {
  const document = documentOf(await readFile(FILE, 'utf8'));
  document.setIn(VERSION, version);
  const text = new Scalar(`${JSON.stringify(definition, null, 2)}\n`);
  text.type = Scalar.BLOCK_LITERAL;
  document.setIn(DEFINITION, text);
  return document.toString({lineWidth: 0});
}

/** What a template, YAML or JSON, says of itself. */
export function templateFacts(text: string): TemplateFacts {
  const document = documentOf(text);
  const version = document.hasIn(VERSION) ? String(document.getIn(VERSION)) : undefined;
  const parameters = parametersOf(document);
  if (version !== undefined) document.deleteIn(VERSION);
  const content = JSON.stringify(plainOf(document.contents));
  return {...(version !== undefined && {version}), parameters, content};
}

/** CloudFormation's own tags, such as !Ref, are kept as they are written. */
function documentOf(text: string): Document {
  return parseDocument(text, {logLevel: 'silent'});
}

function parametersOf(document: Document): readonly TemplateParameter[] {
  const parameters = document.getIn(['Parameters']);
  if (!isMap(parameters)) return [];
  return parameters.items.map(({key}) => {
    const name = String(isScalar(key) ? key.value : key);
    const of = (field: string) => document.getIn(['Parameters', name, field]);
    const fallback = of('Default');
    return {
      name,
      description: String(of('Description') ?? ''),
      ...(fallback !== undefined && {fallback: String(fallback)}),
    };
  });
}

/** A value with its tags and without comments: !Ref X is not the text X. */
function plainOf(node: unknown): unknown {
  if (isMap(node)) return [node.tag, ...node.items.map(({key, value}) => [String(key), plainOf(value)])];
  if (isSeq(node)) return [node.tag, ...node.items.map(plainOf)];
  return isScalar(node) ? [node.tag, node.value] : node;
}
