/** What makes pnpm or yarn install what the function's platform needs. yarn 1 knows only the machine it runs on. */
export function installLine(tool: 'pnpm' | 'yarn', architecture: string | undefined): string {
  const cpu = architecture === 'arm64' ? 'arm64' : 'x64';
  if (tool === 'pnpm') {
    return `pnpm install --os=linux --cpu=${cpu} --libc=glibc (pnpm 10.14 or later; before it, supportedArchitectures of package.json)`;
  }
  const set = (field: string, value: string) => `yarn config set supportedArchitectures.${field} --json '["${value}"]'`;
  return `${set('os', 'linux')} && ${set('cpu', cpu)} && ${set('libc', 'glibc')} && yarn install (yarn 1: on Linux, or in a container)`;
}
