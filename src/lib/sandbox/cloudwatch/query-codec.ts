import {element, escapeXml, XML_DECLARATION} from '../xml.js';

// AWS Query protocol: form fields in, XML out (smithy.io, AWS Query protocol).

const NAMESPACE = 'http://monitoring.amazonaws.com/doc/2010-08-01/';

interface Tree {
  [key: string]: Tree | string;
}

/** Fields such as `Dimensions.member.1.Name` as nested objects and arrays; every leaf stays text. */
export function decodeQueryForm(form: URLSearchParams): unknown {
  const root: Tree = Object.create(null) as Tree;
  for (const [key, value] of form) {
    const path = key.split('.');
    const leaf = path.pop() ?? key;
    let node = root;
    for (const part of path) {
      const next = node[part];
      const inner: Tree = typeof next === 'object' ? next : (Object.create(null) as Tree);
      node[part] = inner;
      node = inner;
    }
    node[leaf] = value;
  }
  return unfold(root);
}

function unfold(node: Tree | string): unknown {
  if (typeof node === 'string') return node;
  const members = node.member;
  if (typeof members === 'object' && Object.keys(node).length === 1) {
    return Object.keys(members)
      .sort((a, b) => Number(a) - Number(b))
      .map((index) => unfold(members[index] ?? ''));
  }
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, unfold(value)]));
}

/** The answer of an operation as XML. */
export function encodeQueryResponse(operation: string, output: object | undefined, requestId: string): string {
  const result = output ? `<${operation}Result>${encodeMembers(output)}</${operation}Result>` : '';
  const metadata = `<ResponseMetadata>${element('RequestId', requestId)}</ResponseMetadata>`;
  return `${XML_DECLARATION}<${operation}Response xmlns="${NAMESPACE}">${result}${metadata}</${operation}Response>`;
}

export function encodeQueryError(code: string, message: string, status: number, requestId: string): string {
  const type = status < 500 ? 'Sender' : 'Receiver';
  const error = `<Error>${element('Type', type)}${element('Code', code)}${element('Message', message)}</Error>`;
  return `${XML_DECLARATION}<ErrorResponse xmlns="${NAMESPACE}">${error}${element('RequestId', requestId)}</ErrorResponse>`;
}

function encodeMembers(members: object): string {
  return Object.entries(members)
    .map(([name, value]) => (value === undefined ? '' : `<${name}>${encodeValue(value)}</${name}>`))
    .join('');
}

function encodeValue(value: unknown): string {
  if (Array.isArray(value)) return value.map((each) => `<member>${encodeValue(each)}</member>`).join('');
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Map) {
    return [...value]
      .map(([key, each]) => `<entry>${element('key', String(key))}<value>${encodeValue(each)}</value></entry>`)
      .join('');
  }
  return typeof value === 'object' && value !== null ? encodeMembers(value) : escapeXml(String(value));
}
