/** What one floor of `src/` may import. What a row does not name is forbidden; a floor's own files are always allowed. */
export interface Floor {
  readonly floors: readonly string[];
  /** Of these only the types: no code of theirs runs there. */
  readonly typesOf?: readonly string[];
  /** npm packages; `@aws-sdk/*` stands for all of that scope. */
  readonly packages?: readonly string[];
  /** Modules of Node's own: I/O, clocks, processes. */
  readonly node?: true;
}

const PURE = ['model', 'analysis'];
const ROOT = ['errors.ts', 'package-root.ts'];

/** From the ground up. */
export const FLOORS: Readonly<Record<string, Floor>> = {
  'errors.ts': {floors: ['model']},
  'package-root.ts': {floors: [], node: true},
  model: {floors: []},
  analysis: {floors: ['model']},
  ports: {floors: PURE},
  plan: {floors: [...PURE, 'ports', 'errors.ts'], typesOf: ['observe', 'config']},
  observe: {floors: [...PURE, 'ports', 'package', 'errors.ts']},
  execute: {floors: [...PURE, 'ports', 'plan', 'observe', 'errors.ts']},
  package: {
    floors: ['model', 'ports', ...ROOT],
    packages: ['@renovatebot/pep440', '@yarnpkg/parsers', 'ignore', 'smol-toml', 'yaml', 'zod'],
    node: true,
  },
  config: {
    floors: [...PURE, 'ports', ...ROOT],
    packages: ['get-tsconfig', 'ical.js', 'smol-toml', 'temporal-polyfill', 'tinyglobby', 'yaml', 'zod'],
    node: true,
  },
  aws: {
    floors: [...PURE, 'ports', 'errors.ts'],
    packages: ['@aws-sdk/*', '@smithy/*', 'http-proxy-agent', 'https-proxy-agent'],
    node: true,
  },
  engine: {
    floors: [...PURE, 'ports', 'plan', 'execute', 'aws', 'report'],
    typesOf: ['config'],
    node: true,
  },
  report: {floors: [...PURE, 'ports', 'plan', 'package', ...ROOT], packages: ['diff'], node: true},
  sandbox: {floors: [...PURE, 'package', ...ROOT], packages: ['croner', 'zod'], node: true},
  service: {
    floors: [
      ...PURE,
      ...['ports', 'plan', 'observe', 'execute', 'engine', 'package', 'config', 'report', 'sandbox'],
      ...ROOT,
    ],
    packages: ['zod'],
    node: true,
  },
  demo: {
    floors: [...PURE, 'ports', 'plan', 'observe', 'execute', 'package', 'sandbox', 'service', ...ROOT],
    node: true,
  },
  cli: {
    floors: [...PURE, 'ports', 'plan', 'package', 'config', 'aws', 'report', 'service', ...ROOT],
    packages: ['@oclif/*'],
    node: true,
  },
  commands: {
    floors: [
      ...PURE,
      ...['ports', 'plan', 'observe', 'execute', 'package', 'config', 'report', 'sandbox', 'demo', 'service', 'cli'],
      ...ROOT,
    ],
    packages: ['@oclif/*'],
    node: true,
  },
};

/** Packages that one file or room alone may import. */
export const ALONE: Readonly<Record<string, string>> = {
  archiver: 'src/lib/package/bundle/',
  croner: 'src/lib/sandbox/scheduler/',
  diff: 'src/lib/report/result/init/',
  'get-tsconfig': 'src/lib/config/project/',
  'd3-scale': 'src/lib/report/page/chart/',
  'd3-shape': 'src/lib/report/page/chart/',
  'ical.js': 'src/lib/config/freeze/',
  inquirer: 'src/lib/cli/prompts.ts',
  listr2: 'src/lib/report/live/',
  'temporal-polyfill': 'src/lib/config/freeze/',
  tinyglobby: 'src/lib/config/project/',
};

/** `src/commands/deploy.ts` is of `commands`, `src/lib/plan/publish/layer.ts` of `plan`, `src/lib/errors.ts` of itself. */
export function floorOf(file: string): string {
  const [, first = '', second = ''] = file.split('/');
  return first === 'lib' ? second : first;
}
