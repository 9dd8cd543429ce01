import type {IncomingHttpHeaders} from 'node:http';
import type {Readable} from 'node:stream';

/** A request with its body read whole and its Content-Encoding undone. */
export interface SandboxRequest {
  readonly method: string;
  /** Path as sent, percent-encoding kept. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** The body as it was sent, where its Content-Encoding was undone: what signatures are over. */
  readonly rawBody?: Buffer;
  /** Region and service from the SigV4 credential scope; whether it is right is asked before: see credentials/. */
  readonly region: string;
  /** The account the caller acts in, by its access key id: see place.ts. */
  readonly accountId: string;
  /** As signed with; undefined when the request is not signed. */
  readonly accessKeyId: string | undefined;
  readonly signedService: string | undefined;
  readonly requestId: string;
}

export interface SandboxResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** `Set-Cookie`, each a header of its own. */
  readonly cookies?: readonly string[];
  readonly body?: string | Buffer;
  /** In place of a body: sent as it comes. */
  readonly stream?: Readable;
}

/** One emulated AWS service. Service errors are answers, not exceptions; an exception is a bug and becomes a 500. */
export interface SandboxService {
  handle(request: SandboxRequest): Promise<SandboxResponse>;
}
