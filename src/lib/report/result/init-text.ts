/** What init came to. */
export interface InitReport {
  readonly functionName: string;
  readonly alias: string;
  readonly source: string;
  readonly files: readonly {readonly file: string; readonly action: 'created' | 'overwritten' | 'unchanged'}[];
}

/** The files, and the commands to go on with. */
export function initText({functionName, alias, files}: InitReport): string {
  const lines = files.map(({file, action}) => `${file}  ${action}`);
  return [
    ...lines,
    '',
    'Go on with:',
    `  lambda-release doctor ${functionName}:${alias}`,
    '  lambda-release deploy --dry-run',
    `  lambda-release deploy --create --role ARN    (when ${functionName} is not on AWS yet)`,
  ].join('\n');
}
