/** What init came to. */
export interface InitReport {
  readonly functionName: string;
  readonly alias: string;
  readonly source: string;
  /** Whether the release file names the handler and runtime, those of the example; what creates the function needs both. */
  readonly namesHandler: boolean;
  readonly files: readonly {readonly file: string; readonly action: 'created' | 'overwritten' | 'unchanged'}[];
}

/** The files, and the commands to go on with. */
export function initText({functionName, alias, namesHandler, files}: InitReport): string {
  const handler = namesHandler ? '' : ' --handler FILE.EXPORT --runtime nodejs22.x';
  const lines = files.map(({file, action}) => `${file}  ${action}`);
  return [
    ...lines,
    '',
    'Go on with:',
    `  lambda-release doctor ${functionName}:${alias}`,
    '  lambda-release deploy --dry-run',
    `  lambda-release deploy --create --role ARN${handler}    (when ${functionName} is not on AWS yet)`,
  ].join('\n');
}
