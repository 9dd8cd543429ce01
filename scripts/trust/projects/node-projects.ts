/** A public project and what installs it: the tool its own repository names, at a pinned version. */
export interface NodePublicProject {
  /** As the registry has it: `fastify@5.6.1`. */
  readonly name: string;
  /** The package that has the tool, at a pinned version. */
  readonly tool: string;
  readonly bin: string;
  /** Written before anything is installed. */
  readonly settings: Readonly<Record<string, string>>;
  /** Makes the lockfile, and installs what is for development too. */
  readonly install: readonly string[];
  /** What the tool itself leaves for production, by the same lockfile. */
  readonly production: readonly string[];
}

const npm = {
  tool: 'npm@10.9.4',
  bin: 'npm',
  settings: {},
  install: ['install', '--ignore-scripts', '--no-audit', '--no-fund'],
  production: ['ci', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund'],
};
const pnpm = {
  bin: 'pnpm',
  settings: {},
  install: ['install', '--ignore-scripts', '--no-frozen-lockfile'],
  production: ['install', '--prod', '--ignore-scripts', '--frozen-lockfile'],
};
const yarn1 = {
  tool: 'yarn@1.22.22',
  bin: 'yarn',
  settings: {},
  install: ['install', '--ignore-scripts', '--non-interactive'],
  production: ['install', '--production', '--frozen-lockfile', '--ignore-scripts', '--non-interactive'],
};
const yarn4 = {
  tool: '@yarnpkg/cli-dist@4.9.2',
  bin: 'yarn',
  settings: {'.yarnrc.yml': 'nodeLinker: node-modules\nenableScripts: false\nenableTelemetry: false\n'},
  install: ['install', '--no-immutable'],
  production: ['workspaces', 'focus', '--production'],
};

export const NODE_PROJECTS: readonly NodePublicProject[] = [
  {name: 'fastify@5.6.1', ...npm},
  {name: 'listhen@1.9.0', ...pnpm, tool: 'pnpm@9.15.9'},
  {name: 'graphql-yoga@5.16.0', ...pnpm, tool: 'pnpm@10.20.0'},
  {name: 'http-proxy-middleware@3.0.5', ...yarn1},
  {name: '@babel/core@7.28.4', ...yarn4},
];
