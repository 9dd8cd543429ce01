const PREFIX = 'lambda-release-tune-';
/** Of a function's name (Lambda API, FunctionName). */
const LONGEST_NAME = 64;

/** The function that sizes of memory are tried on: of the same code and settings, and called by nobody else. */
export function copyName(functionName: string): string {
  return `${PREFIX}${functionName}`.slice(0, LONGEST_NAME);
}

export function isCopyName(functionName: string): boolean {
  return functionName.startsWith(PREFIX);
}

/** What stands in the copy's description: whose it is, and which run made it. */
export function copyDescription(original: string, run: string): string {
  return `${copyOf(original)} by run ${run}. Serves nobody; may be deleted.`;
}

/** Whether a description is that of a copy of this function, by whatever run. */
export function isCopyOf(original: string, description: string): boolean {
  return description.startsWith(`${copyOf(original)} by run `);
}

function copyOf(original: string): string {
  return `Copy of ${original}, made by lambda-release tune`;
}
