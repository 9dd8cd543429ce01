/**
 * DEBUG=* and its like would switch on the log lines of oclif, which repeat the command line and with it the values of
 * --env. Whatever DEBUG asks for, it means our own: the stack of a bug. To be called before oclif is loaded.
 */
export function keepDebugToOurselves(environment: {DEBUG?: string | undefined}): void {
  if (environment.DEBUG) environment.DEBUG = 'lambda-release';
}
