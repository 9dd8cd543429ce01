interface DefaultRule {
  readonly pattern: string;
  /** It is left out for what it may give away, which the result says. */
  readonly isSecret: boolean;
}

const SECRETS: readonly string[] = [
  '.env*',
  '*.pem',
  '*.key',
  '*.p12',
  '*.pfx',
  '*.ppk',
  'id_rsa*',
  'id_dsa*',
  'id_ecdsa*',
  'id_ed25519*',
  '.aws/',
  '.ssh/',
  '.gnupg/',
  '.npmrc',
  '.yarnrc.yml',
  '.netrc',
  '.pypirc',
  '.git-credentials',
  '*.tfstate',
  '*.tfstate.backup',
  '*.tfvars',
];

const UNWANTED: readonly string[] = [
  '.lambdaignore',
  // Of the machine that packages: virtual environments, and what Python compiled, with the time of its source in it.
  '.venv',
  '__pycache__/',
  // Caches and reports of tests, linters and builds; none of these names is of anything that runs.
  '.pytest_cache/',
  '.mypy_cache/',
  '.ruff_cache/',
  '.hypothesis/',
  '.tox/',
  '.nox/',
  '.ipynb_checkpoints/',
  '.coverage',
  '.nyc_output/',
  '.eslintcache',
  '*.tsbuildinfo',
  '.parcel-cache/',
  '.turbo/',
  '.direnv/',
  // Of yarn itself. Its cache and .pnp.cjs stay: with Plug'n'Play a function may run from them.
  '.yarn/install-state.gz',
  '.yarn/build-state.yml',
  '.yarn/releases/',
  '.yarn/plugins/',
  '.yarn/sdks/',
  '.yarn/versions/',
  // What earlier runs of this tool wrote: see MAY_BE_OWN_OUTPUT.
  '*.ndjson',
  '*.jsonl',
  '*.log',
  '*.html',
  '*.zip',
  // Version control, infrastructure and editors.
  '.git',
  '.gitignore',
  '.gitattributes',
  '.gitmodules',
  '.hg/',
  '.svn/',
  '.terraform/',
  '.serverless/',
  '.aws-sam/',
  'cdk.out/',
  '.idea/',
  '.vscode/',
  '.DS_Store',
  'Thumbs.db',
  'desktop.ini',
  '*.swp',
];

/**
 * What never belongs into a deployment package, in gitignore syntax: credentials and private keys, version control, and what
 * editors, systems and Python leave behind. `!pattern` in .lambdaignore takes something back in; what these rules left out is reported.
 */
export const DEFAULT_RULES: readonly DefaultRule[] = [
  ...SECRETS.map((pattern) => ({pattern, isSecret: true})),
  ...UNWANTED.map((pattern) => ({pattern, isSecret: false})),
];

/** Of files with these names the content decides. */
export const MAY_BE_KEYS: ReadonlySet<string> = new Set([
  '*.pem',
  '*.key',
  'id_rsa*',
  'id_dsa*',
  'id_ecdsa*',
  'id_ed25519*',
]);

/** Of files with these names only those stay out that this tool has written, by their content. */
export const MAY_BE_OWN_OUTPUT: ReadonlySet<string> = new Set(['*.ndjson', '*.jsonl', '*.log', '*.html', '*.zip']);
