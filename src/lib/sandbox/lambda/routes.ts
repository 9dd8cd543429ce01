import type {SandboxRequest} from '../service.js';
import type {LambdaOperation} from './world.js';

interface Route {
  readonly operation: LambdaOperation;
  readonly segments: readonly string[];
  readonly query: readonly [string, string][];
}

export interface RoutedCall {
  readonly operation: LambdaOperation;
  readonly params: Readonly<Record<string, string>>;
}

/** Lambda's REST URIs. */
export class Routes {
  private readonly routes: readonly Route[];

  constructor(operations: readonly LambdaOperation[]) {
    // Routes told apart by the query come first, so that the plain one is what is left.
    this.routes = operations.map(toRoute).sort((a, b) => b.query.length - a.query.length);
  }

  /** The operation a request means, or undefined when the sandbox does not emulate it. */
  find(request: Pick<SandboxRequest, 'method' | 'path' | 'query'>): RoutedCall | undefined {
    const segments = toSegments(request.path);
    for (const {operation, segments: expected, query} of this.routes) {
      if (operation.method !== request.method) continue;
      if (!query.every(([name, value]) => request.query.get(name) === value)) continue;
      const params = matchSegments(expected, segments);
      if (params) return {operation, params};
    }
    return undefined;
  }
}

function toRoute(operation: LambdaOperation): Route {
  const [path = '', query = ''] = operation.uri.split('?');
  return {operation, segments: toSegments(path), query: [...new URLSearchParams(query)]};
}

// AWS accepts a trailing slash, and older SDKs send one.
function toSegments(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '');
}

function matchSegments(
  expected: readonly string[],
  segments: readonly string[],
): Readonly<Record<string, string>> | undefined {
  if (expected.length !== segments.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, pattern] of expected.entries()) {
    const segment = segments[index] ?? '';
    const name = /^\{(\w+)\}$/.exec(pattern)?.[1];
    if (name) params[name] = decodeSegment(segment);
    else if (pattern !== segment) return undefined;
  }
  return params;
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    // Not percent-encoding: taken literally, and refused later as a name.
    return segment;
  }
}
