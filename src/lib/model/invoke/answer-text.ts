/** A function's answer read as JSON, or its text when it is none; null for an empty one. */
export function answerValue(text: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    // Functions may answer with any text, and taking a secret out may break JSON.
    return text;
  }
}

/** What an answer says went wrong. Runtimes answer `{errorType, errorMessage, …}` (LDG, "Lambda function errors"). */
export function errorText(answer: unknown): string {
  if (typeof answer !== 'object' || answer === null) return String(answer);
  const {errorType, errorMessage} = answer as {readonly errorType?: unknown; readonly errorMessage?: unknown};
  const parts = [errorType, errorMessage].filter((part) => typeof part === 'string' && part !== '');
  return parts.length > 0 ? parts.join(': ') : JSON.stringify(answer);
}
