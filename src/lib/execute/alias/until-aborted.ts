/**
 * The promise's value, or the signal's end, whichever comes first: some waits of an SDK (a credential process, SSO)
 * do not listen to a signal. What the promise comes to afterwards is nobody's business any more. Rejects with the
 * signal's reason.
 */
export async function untilAborted<Value>(promise: Promise<Value>, signal?: AbortSignal): Promise<Value> {
  if (!signal) return promise;
  let stop: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, {once: true});
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    if (stop) signal.removeEventListener('abort', stop);
  }
}
