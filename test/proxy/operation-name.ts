import type {IncomingHttpHeaders} from 'node:http';

const ALIAS = /^\/\d{4}-\d\d-\d\d\/functions\/[^/]+\/aliases(\/[^/]+)?$/;
const ALIAS_OPERATIONS: Readonly<Record<string, string>> = {
  'GET /': 'GetAlias',
  'PUT /': 'UpdateAlias',
  'DELETE /': 'DeleteAlias',
  GET: 'ListAliases',
  POST: 'CreateAlias',
};

const CONCURRENCY = /^\/\d{4}-\d\d-\d\d\/functions\/[^/]+\/concurrency$/;
const CONCURRENCY_OPERATIONS: Readonly<Record<string, string>> = {
  GET: 'GetFunctionConcurrency',
  PUT: 'PutFunctionConcurrency',
  DELETE: 'DeleteFunctionConcurrency',
};

/** AWS's name of the operations that faults are aimed at; of the others, method and path. */
export function operationName(method: string, path: string, headers: IncomingHttpHeaders): string {
  const target = String(headers['x-amz-target'] ?? '').split('.')[1];
  if (target) return target;
  const rpc = /^\/service\/\w+\/operation\/(\w+)/.exec(path)?.[1];
  if (rpc) return rpc;
  if (CONCURRENCY.test(path)) return CONCURRENCY_OPERATIONS[method] ?? `${method} ${path}`;
  const alias = ALIAS.exec(path);
  const key = alias?.[1] === undefined ? method : `${method} /`;
  return (alias && ALIAS_OPERATIONS[key]) ?? `${method} ${path}`;
}

/** The region a request is signed for: here, the name of the run it belongs to. */
export function signedRegion(headers: IncomingHttpHeaders): string | undefined {
  return /Credential=[^/]+\/\d+\/([^/]+)\//.exec(headers.authorization ?? '')?.[1];
}
