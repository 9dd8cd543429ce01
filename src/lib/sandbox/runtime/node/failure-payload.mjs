// What Lambda's Node.js runtime answers when a function fails.

/** A handler that cannot be loaded; `name` is the errorType that Lambda reports. */
export class InitError extends Error {
  constructor(errorType, message, cause) {
    super(message);
    this.name = errorType;
    if (cause?.stack) this.stack = `${errorType}: ${message}\n${cause.stack.split('\n').slice(1).join('\n')}`;
  }
}

/** `{errorType, errorMessage, trace}` as JSON; a thrown non-Error has its JavaScript type as errorType and no trace. */
export function failurePayload(error) {
  if (
    error instanceof Error ||
    (typeof error === 'object' && error !== null && 'message' in error && 'stack' in error)
  ) {
    return JSON.stringify({
      errorType: String(error.name ?? 'Error'),
      errorMessage: String(error.message),
      trace: String(error.stack ?? '').split('\n'),
    });
  }
  return JSON.stringify({errorType: typeof error, errorMessage: String(error), trace: []});
}
