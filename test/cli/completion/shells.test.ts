import {spawnSync} from 'node:child_process';
import {chmodSync, mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {packageRoot} from '../../../src/lib/package-root.js';
import {tempFolder} from '../../package/temp-folder.js';

const RELEASE_FILE = `functions: {checkout: {name: "c-\${environment}", source: dist}}
environments: {staging: {region: eu-west-1}, production: {region: eu-west-1}}
`;

/** A shell of somebody who has the built CLI on the path, a release file, and no AWS. */
function inShell(shell: string, script: string): string {
  const folder = tempFolder();
  mkdirSync(path.join(folder, 'bin'));
  mkdirSync(path.join(folder, 'dist'));
  writeFileSync(path.join(folder, 'release.yml'), RELEASE_FILE);
  const bin = path.join(folder, 'bin', 'lambda-release');
  writeFileSync(bin, `#!/bin/sh\nexec '${process.execPath}' '${path.join(packageRoot, 'bin', 'run.js')}' "$@"\n`);
  chmodSync(bin, 0o755);
  const environment = {
    PATH: `${path.dirname(bin)}:${process.env.PATH}`,
    HOME: folder,
    XDG_CACHE_HOME: path.join(folder, 'cache'),
    AWS_EC2_METADATA_DISABLED: 'true',
    TERM: 'dumb',
  };
  const {stdout, stderr} = spawnSync(shell, ['-c', script], {cwd: folder, env: environment, encoding: 'utf8'});
  if (stderr !== '') throw new Error(stderr);
  return stdout;
}

const LINES = [
  'lambda-release rollout a',
  'lambda-release rollback --environment staging ',
  'lambda-release deploy --source ',
];

const has = (shell: string) => spawnSync(shell, ['-c', 'true']).status === 0;

describe.skipIf(!has('bash'))('bash', () => {
  it('completes commands, names and files', () => {
    const complete = LINES.map((line) => `comp '${line}'`).join('\n');
    const out = inShell(
      'bash',
      `source <(lambda-release completion bash)
comp() { COMP_LINE="$1"; COMP_POINT=\${#1}; COMPREPLY=(); COMP_WORDBREAKS=$' \\t\\n:'; compopt() { echo "files"; }; _lambda_release; echo "\${COMPREPLY[*]}"; }
${complete}
comp 'lambda-release rollback --environment staging checkout:l'`,
    );
    // What is before a colon is in the line already.
    expect(out.split('\n')).toEqual(['abort', 'checkout:live', 'files', '', 'live', '']);
  });
});

describe.skipIf(!has('fish'))('fish', () => {
  it('completes commands, names and files', () => {
    const complete = LINES.map((line) => `complete -C '${line}' | string split -f1 \\t; echo .`).join('\n');
    const out = inShell('fish', `source (lambda-release completion fish | psub)\n${complete}`);
    expect(out).toContain('abort\n.\ncheckout:live\n.\n');
    expect(out).toContain('dist/\n');
  });
});

describe.skipIf(!has('zsh'))('zsh', () => {
  it('gives the words of the line and shows what comes back', () => {
    const complete = LINES.map((line) => `comp '${line}'`).join('\n');
    const out = inShell(
      'zsh',
      `compdef() { :; }
source <(lambda-release completion zsh)
compadd() { print -r -- "\${values[*]}"; }
_files() { print files; }
comp() { words=("\${(@s: :)1}"); CURRENT=\${#words}; PREFIX="\${words[-1]}"; _lambda_release; }
${complete}`,
    );
    expect(out.split('\n')).toEqual(['abort', 'checkout:live', 'files', '']);
  });
});
