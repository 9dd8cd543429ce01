/** What became of an engine that was to be taken away. */
export interface EngineUninstallReport {
  readonly dryRun: boolean;
  readonly changed: boolean;
  readonly stack: string;
  /** Names of the executions that were under way: their rollouts stay where they are. */
  readonly ended: readonly string[];
}

/** The same for people. */
export function uninstallText({dryRun, changed, stack, ended}: EngineUninstallReport): string {
  if (!changed) return `There is no stack ${stack} in this region and account; nothing was changed.`;
  if (dryRun) return `The stack ${stack} would be deleted. Nothing was changed.`;
  const left = ended.length === 0 ? '' : `\nRollouts that it drove stay where they are: ${ended.join(', ')}.`;
  return `The engine ${stack} is gone, with its state machine, its function and both roles.${left}`;
}
