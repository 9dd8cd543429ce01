import {PassThrough} from 'node:stream';
import type {InvocationRequest, InvocationResult, Invoker} from '../../invocation.js';
import type {SandboxResponse} from '../../service.js';
import {AnswerHead} from './answer-head.js';

/**
 * Invokes for a URL that streams: an answer whose body comes as the handler writes it, or the result of a handler that wrote
 * no stream. One that fails halfway breaks off.
 */
export async function streamUrl(
  invoker: Invoker,
  request: InvocationRequest,
): Promise<SandboxResponse | InvocationResult> {
  const stream = new PassThrough();
  let begin: (head: SandboxResponse) => void = () => undefined;
  const begun = new Promise<SandboxResponse>((resolve) => {
    begin = resolve;
  });
  const head = new AnswerHead();
  const onChunk = (chunk: Buffer, contentType: string): void => {
    const body = head.take(chunk, contentType);
    if (!head.response) return;
    begin(head.response);
    if (body.length > 0) stream.write(body);
  };
  const running = invoker.invoke({...request, onChunk});
  const first = await Promise.race([begun, running]);
  if ('kind' in first) return first;
  running.then(
    (result) => {
      if (result.kind === 'done' && result.functionError === undefined) stream.end();
      else stream.destroy(new Error('The handler failed while it wrote its answer.'));
    },
    (error: unknown) => stream.destroy(error instanceof Error ? error : new Error(String(error))),
  );
  return {...first, stream};
}
