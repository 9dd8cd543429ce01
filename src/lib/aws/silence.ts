/** Swallows what the SDK would print. It must not be the SDK's own NoOpLogger, for that one falls back to the console. */
export const silence = {trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing};

function nothing(): void {
  // The terminal belongs to the report; an SDK error arrives as an exception.
}
