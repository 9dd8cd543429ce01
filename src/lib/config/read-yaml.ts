import {type Document, LineCounter, parseDocument, visit, type YAMLParseError} from 'yaml';
import {messageOf} from '../model/text/message-of.js';
import type {ReleaseProblem} from './problem/release-problem.js';
import {positionAt} from './problem/yaml-position.js';

/** Core YAML 1.2 with merge keys; a tag such as !!set is a problem and not another type, and nothing is printed. */
const OPTIONS = {prettyErrors: false, merge: true, resolveKnownTags: false, logLevel: 'error'} as const;

const MESSAGES: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: 'This name is used twice in one mapping.',
  MULTIPLE_DOCS: 'A release file is one document: remove this line and what follows, or what is above it.',
};

/** A file that can be read as YAML. */
export interface ReadableYaml {
  readonly document: Document;
  readonly lines: LineCounter;
  /** Such as a name used twice: the rest can be read, and is worth checking. */
  readonly problems: readonly ReleaseProblem[];
  readonly values: unknown;
}

/** Reads a text as YAML. Without `values` it cannot be read, and `problems` says why; it never throws. */
export function readYaml(text: string): ReadableYaml | {readonly problems: readonly ReleaseProblem[]} {
  const lines = new LineCounter();
  const document = parseDocument(text, {...OPTIONS, lineCounter: lines});
  const problems = [
    ...[...document.errors, ...document.warnings].map((error) => syntaxProblem(error, lines)),
    ...unknownAnchors(document, lines),
  ];
  // A repeated key leaves a readable tree; after anything else the tree is a guess and its problems would mislead.
  if (document.errors.some((error) => error.code !== 'DUPLICATE_KEY')) return {problems};
  try {
    return {document, lines, problems, values: document.toJS()};
  } catch (error) {
    // Only now yaml refuses unknown anchors, aliases that multiply without end, and a merge of anything but mappings.
    const message = `${messageOf(error)}.`;
    return {problems: problems.length > 0 ? problems : [{path: '', message, line: 1, column: 1}]};
  }
}

function syntaxProblem(error: Pick<YAMLParseError, 'code' | 'message' | 'pos'>, lines: LineCounter): ReleaseProblem {
  const message = MESSAGES[error.code] ?? `${error.message.replace(/\.$/, '')}.`;
  return {path: '', message, ...positionAt(lines, error.pos[0])};
}

function unknownAnchors(document: Document, lines: LineCounter): ReleaseProblem[] {
  const problems: ReleaseProblem[] = [];
  visit(document, {
    Alias(_key, alias) {
      if (alias.resolve(document) !== undefined) return;
      const message = `There is no anchor &${alias.source} above this.`;
      problems.push({path: '', message, ...positionAt(lines, alias.range?.[0] ?? 0)});
    },
  });
  return problems;
}
