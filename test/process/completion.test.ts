import {spawnSync} from 'node:child_process';
import {chmod, mkdir, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {afterAll, beforeAll, describe, it} from 'vitest';
import {sandboxEnvironment} from '../../src/lib/demo/sandbox-environment.js';
import {packageRoot} from '../../src/lib/package-root.js';
import {Stage} from './stage.js';
import {hasTerminals, Terminal} from './terminal.js';

const RUN = path.join(packageRoot, 'bin', 'run.js');
/** Shells as they come, without anybody's configuration, and how each takes our script. */
const SHELLS = [
  {
    name: 'bash',
    argv: ['bash', '--norc', '--noprofile', '-i'],
    setUp: 'bind "set show-all-if-ambiguous on"; source <(lambda-release completion bash)',
  },
  {
    name: 'zsh',
    argv: ['zsh', '-f', '-i'],
    setUp: 'autoload -U compinit; compinit -D -u; source <(lambda-release completion zsh)',
  },
  {
    name: 'fish',
    argv: ['fish', '--no-config', '-i'],
    setUp: 'lambda-release completion fish | source',
  },
] as const;
const CLEAR_LINE = '\u0015';

let stage: Stage;
let bin: string;
beforeAll(async () => {
  stage = await Stage.open();
  await stage.create('checkout');
  bin = path.join(stage.folder, 'bin');
  await mkdir(bin);
  const command = path.join(bin, 'lambda-release');
  await writeFile(command, `#!/bin/sh\nexec '${process.execPath}' '${RUN}' "$@"\n`);
  await chmod(command, 0o755);
  await writeFile(path.join(stage.folder, 'release.yml'), 'functions: {refunds: {source: dist}}\n');
});
afterAll(async () => {
  await stage.close();
});

const has = (shell: string) => spawnSync(shell, ['-c', 'true']).status === 0;

describe.each(SHELLS)('Tab in $name', ({name, argv, setUp}) => {
  it.skipIf(!hasTerminals || !has(name))(
    'completes commands, flags, functions with aliases, and versions',
    async () => {
      const environment = {
        ...sandboxEnvironment(stage.sandbox),
        ...{XDG_CACHE_HOME: path.join(stage.folder, 'cache', name), NODE_NO_WARNINGS: '1'},
        PATH: `${bin}:${process.env.PATH}`,
      };
      const shell = Terminal.open(argv, {folder: stage.folder, environment, columns: 120, rows: 40});
      /** Types what is there of a line, and Tab, and waits for what comes of it. */
      const tab = async (line: string, isSo: RegExp) => {
        shell.type(`${CLEAR_LINE}lambda-release ${line}\t`);
        await shell.shows(isSo);
      };
      try {
        shell.type(
          `${setUp}; echo $((6 * 7)) ready\r`.replace('$((6 * 7))', name === 'fish' ? '(math 6 x 7)' : '$((6 * 7))'),
        );
        await shell.shows('42 ready');
        await tab('roll', /rollback\b[\s\S]*\brollout\b/);
        await tab('rollout ab', /lambda-release rollout abort /);
        await tab('deploy --so', /lambda-release deploy --source /);
        // The one of the release file, and the one of AWS.
        await tab('rollback ref', /lambda-release rollback refunds:live/);
        await tab('rollback che', /lambda-release rollback checkout:live/);
        await tab('rollback checkout:l', /lambda-release rollback checkout:live/);
        await tab('rollout start checkout:live ', /rollout start checkout:live 1\b/);
      } finally {
        await shell.close();
      }
    },
  );
});
