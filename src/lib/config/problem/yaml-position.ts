import {type Document, isAlias, isMap, isScalar, isSeq, type LineCounter, type Node} from 'yaml';

export interface Position {
  /** 1-based. */
  readonly line: number;
  readonly column: number;
}

interface Member {
  readonly value: unknown;
  readonly at: number;
}

/** Line and column of an offset in the file. */
export function positionAt(lines: LineCounter, offset: number): Position {
  const {line, col} = lines.linePos(offset);
  return {line: Math.max(1, line), column: Math.max(1, col)};
}

/**
 * Where a path of the parsed file is written: at the value, or at the key when `target` is `key`. A path that is
 * missing, or that a merge or an anchor brought in from elsewhere, answers with the key of its nearest written ancestor.
 */
export function locate(document: Document, path: readonly PropertyKey[], target: 'key' | 'value'): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const [index, part] of path.entries()) {
    const container = isAlias(node) ? node.resolve(document) : node;
    const member = memberOf(container, part);
    if (member === undefined) return offset;
    const last = index === path.length - 1;
    offset = last && target === 'value' ? (startOf(member.value) ?? member.at) : member.at;
    node = member.value;
  }
  return offset;
}

function memberOf(container: unknown, part: PropertyKey): Member | undefined {
  if (isMap(container)) {
    const pair = container.items.find(({key}) => String(isScalar(key) ? key.value : key) === String(part));
    return pair && {value: pair.value, at: startOf(pair.key) ?? 0};
  }
  if (isSeq(container)) {
    const value = container.items[Number(part)];
    return value === undefined ? undefined : {value, at: startOf(value) ?? 0};
  }
  return undefined;
}

function startOf(node: unknown): number | undefined {
  return (node as Node | null | undefined)?.range?.[0];
}
