/** From there on a text is a command of its own, whose flags are its own, too. */
const COMMAND = /\b(?:lambda-release|aws|git|npm|pnpm|pip|uv|docker) (?=\S)/;

/**
 * Whether a way out can be typed after the command that failed: one error may end several commands, and not all of them have
 * the flag that it speaks of. Flags of commands that are written out in the text are theirs. `flags` have no dashes; without
 * them nothing is known against it.
 */
export function canBeTyped(wayOut: string, flags: readonly string[] | undefined): boolean {
  if (flags === undefined) return true;
  const [sentence = ''] = wayOut.split(COMMAND);
  return [...sentence.matchAll(/(?<![\w-])--([a-z][a-z0-9-]*)/g)].every(([, flag = '']) => flags.includes(flag));
}
